package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"makegood/config"
)

func playbookSchemaCommand() *cobra.Command {
	var of string
	command := &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of plays, so that editors complete and check them",
		Long: `Prints the JSON Schema (draft 2020-12) of a play's file, for editors:

  makegood playbook schema > play.schema.json

and in the first line of a play

  # yaml-language-server: $schema=play.schema.json`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			schema, known := config.Schema(of)
			if !known {
				return fmt.Errorf("there is no schema of %q: there are %s", of, strings.Join(config.Schemas(), ", "))
			}
			_, err := cmd.OutOrStdout().Write(schema)
			return err
		},
	}
	command.Flags().StringVar(&of, "of", "play", "the `kind` of file: "+strings.Join(config.Schemas(), ", "))
	return command
}
