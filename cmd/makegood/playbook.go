package main

import "github.com/spf13/cobra"

func playbookCommand() *cobra.Command {
	command := &cobra.Command{
		Use:   "playbook",
		Short: "Check, test and draw plays",
		Args:  onlyCommands,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	command.AddCommand(playbookCheckCommand(), playbookTestCommand(), playbookMapCommand(), playbookSchemaCommand())
	return command
}
