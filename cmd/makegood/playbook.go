package main

import "github.com/spf13/cobra"

func playbookCommand() *cobra.Command {
	command := &cobra.Command{Use: "playbook", Short: "Check, test and draw plays"}
	command.AddCommand(playbookCheckCommand(), playbookMapCommand(), playbookSchemaCommand())
	return command
}
