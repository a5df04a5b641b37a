package main

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"makegood/config"
)

// knownPlays refuses names that no play of the playbooks has.
func knownPlays(asked []string, playbooks ...*config.Playbook) error {
	var names []string
	for _, playbook := range playbooks {
		for _, play := range playbook.Plays() {
			names = append(names, play.Name)
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	for _, name := range asked {
		if !slices.Contains(names, name) {
			return fmt.Errorf("--play: there is no play %q; %s", name, config.Suggestion(name, names))
		}
	}
	return nil
}

// onlyCommands refuses what is none of a command's own commands.
func onlyCommands(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, one := range cmd.Commands() {
		names = append(names, one.Name())
	}
	return fmt.Errorf("%q is no command of %s; %s", args[0], cmd.CommandPath(), config.Suggestion(args[0], names))
}
