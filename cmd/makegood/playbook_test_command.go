package main

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"makegood/internal/rehearsal"
)

// rehearsing is how scenarios are run and printed.
type rehearsing struct {
	only            string
	update, verbose bool
	asJSON          bool
}

func playbookTestCommand() *cobra.Command {
	var how rehearsing
	command := &cobra.Command{
		Use:   "test [DIR or FILE…]",
		Short: "Run the scenarios beside the plays, in skipped time",
		Long: `Runs the scenarios of a folder of plays, NAME.test.yaml, against the real workflow in
skipped time, with providers that answer as each scenario says; docs/scenarios.md says
how they are written. What fails is told as a story. It ends with 0 only if every
scenario passes.

Of a DIR all scenarios are run; of a FILE, NAME.test.yaml, those in it, with the plays of
the folder in which it lies. Without DIR or FILE it tests MAKEGOOD_PLAYBOOKS, else the
plays that ship.`,
		Example: `  makegood playbook test my-plays
  makegood playbook test my-plays/late-flight.test.yaml my-plays/lost-parcel.test.yaml`,
		RunE: func(cmd *cobra.Command, args []string) error { return how.run(cmd, args) },
	}
	flags := command.Flags()
	flags.StringVar(&how.only, "run", "", "run only the scenarios whose name matches this regular expression")
	flags.BoolVar(&how.update, "update", false, "write what happened into the expectations that fail, for review")
	flags.BoolVarP(&how.verbose, "verbose", "v", false, "name every scenario, with how long it took")
	flags.BoolVar(&how.asJSON, "json", false, "print one JSON object, for machines")
	return command
}

func (how *rehearsing) run(cmd *cobra.Command, args []string) error {
	options := rehearsal.Options{Update: how.update}
	if how.only != "" {
		only, err := regexp.Compile(how.only)
		if err != nil {
			return fmt.Errorf("--run %q is no regular expression: %w", how.only, err)
		}
		options.Run = only
	}
	result, err := rehearse(cmd.Context(), args, options)
	if err != nil {
		return err
	}
	out := cmd.OutOrStdout()
	if how.asJSON {
		encoder := json.NewEncoder(out)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		if err := encoder.Encode(result); err != nil {
			return err
		}
	} else {
		how.print(out, result)
	}
	return verdict(result, how.update)
}

// verdict is the error that the command ends with, or nil.
func verdict(result *rehearsal.Result, update bool) error {
	switch {
	case len(result.Errors) > 0:
		return result.Errors
	case result.Scenarios == 0:
		return fmt.Errorf("no scenario was run: none has a name that --run matches")
	case result.Failed > 0 && update && result.Updated > 0:
		return fmt.Errorf("%d of %d scenarios had failed; what happened is written into %s: look at the difference, then run it again", result.Failed, result.Scenarios, count(result.Updated, "file"))
	case result.Failed > 0:
		return fmt.Errorf("%d of %d scenarios failed", result.Failed, result.Scenarios)
	}
	return nil
}

func (how *rehearsing) print(out io.Writer, result *rehearsal.Result) {
	for i := range result.Files {
		file := &result.Files[i]
		failed, seconds := 0, 0.0
		for j := range file.Scenarios {
			one := &file.Scenarios[j]
			seconds += one.Milliseconds / 1000
			if !one.Passed {
				failed++
				fmt.Fprintf(out, "--- FAIL: %s (%.0f ms)\n    %s\n", one.Name, one.Milliseconds, strings.Join(one.Report(file.File), "\n    "))
			} else if how.verbose {
				fmt.Fprintf(out, "--- ok: %s (%.0f ms)\n", one.Name, one.Milliseconds)
			}
		}
		if len(file.Scenarios) == 0 {
			continue
		}
		word := "ok  "
		if failed > 0 {
			word = "FAIL"
		}
		fmt.Fprintf(out, "%s  %s  %s, %.2f s\n", word, file.File, count(len(file.Scenarios), "scenario"), seconds)
		if file.Updated {
			fmt.Fprintf(out, "      what happened is written into it\n")
		}
	}
	if result.Scenarios > 0 {
		fmt.Fprintf(out, "%d passed, %d failed, in %.2f s (%.1f ms a scenario)\n", result.Passed, result.Failed, result.Seconds, 1000*result.Seconds/float64(result.Scenarios))
	}
}

func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}
