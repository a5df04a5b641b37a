package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"makegood/internal/build"
	"makegood/internal/exam/report"
)

// wish is what was asked for on the command line.
type wish struct {
	seed     uint64
	short    bool
	only     int
	count    int
	kills    int
	database string
	markdown bool
}

var errFailed = errors.New("the promise was not kept; see above")

func command() *cobra.Command {
	var w wish
	root := &cobra.Command{
		Use:   "makegood-exam",
		Short: "Measure the promise: delivered 100% of the time, and never twice",
		Long: `Measures the promise "delivered 100% of the time, and never twice".

It kills the worker, the gateway and the Temporal server at every named step,
spoils the providers' answers in every known way, and holds what the providers
have on record in the end against what the observations should have led to. Its
controls are faults of our own, put into the product one by one: it has to find
each of them. It ends with 1 where anything was lost, twice, wrong or unexplained.`,
		Version:       build.Version(),
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return sit(cmd, w, sections) },
	}
	flags := root.PersistentFlags()
	flags.Uint64Var(&w.seed, "seed", 1, "what chance goes by")
	flags.BoolVar(&w.short, "short", false, "a selection, for every change")
	flags.IntVar(&w.only, "only", 0, "one case of a section, by its number")
	flags.IntVar(&w.count, "count", 0, "soak: how many recoveries (5000, short 200)")
	flags.IntVar(&w.kills, "kills", 0, "soak: how many kills (100, short 6)")
	flags.StringVar(&w.database, "database", "", "soak: the ledger's database, sqlite or postgres (both)")
	flags.BoolVar(&w.markdown, "markdown", false, "print the table as Markdown")
	for _, one := range sections {
		root.AddCommand(&cobra.Command{
			Use: one.name, Short: one.short, Args: cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error { return sit(cmd, w, []section{one}) },
		})
	}
	root.AddCommand(roleCommand(), &cobra.Command{
		Use: "all", Short: "Every section, which is also the default", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return sit(cmd, w, sections) },
	})
	return root
}

// section is one part of the exam.
type section struct {
	name, short string
	run         func(context.Context, wish, report.Progress) ([]*report.Line, error)
}

// sit has sections sat and prints what they came to.
func sit(cmd *cobra.Command, w wish, chosen []section) error {
	out := cmd.OutOrStdout()
	progress := report.NewProgress(out)
	began := time.Now()
	var lines []*report.Line
	var unsat []error // a section that could not be sat takes no other's figures away
	for _, one := range chosen {
		from := time.Now()
		figures, err := one.run(cmd.Context(), w, progress)
		lines = append(lines, figures...)
		if err != nil {
			unsat = append(unsat, fmt.Errorf("%s could not be sat to its end: %w", one.name, err))
		}
		if cmd.Context().Err() != nil {
			break
		}
		progress.Say(fmt.Sprintf("%s: %.0f s", one.name, time.Since(from).Seconds()))
	}
	report.PrintFailures(out, lines, w.again)
	report.Print(out, lines, w.markdown)
	fmt.Fprintf(out, "\n%s; seed %d; %.0f s\n", report.Machine(began), w.seed, time.Since(began).Seconds())
	if slices.ContainsFunc(lines, (*report.Line).Failed) {
		unsat = append(unsat, errFailed)
	}
	return errors.Join(unsat...)
}

// again is the command that repeats a case.
func (w wish) again(section string, number int) string {
	name, database, _ := strings.Cut(section, ", ")
	command := fmt.Sprintf("go run ./cmd/makegood-exam %s --seed %d", name, w.seed)
	if database != "" {
		command, number = command+" --database "+database, 0 // chance decides over all of it at once
	}
	if w.short {
		command += " --short"
	}
	if w.count > 0 {
		command += fmt.Sprintf(" --count %d", w.count)
	}
	if w.kills > 0 {
		command += fmt.Sprintf(" --kills %d", w.kills)
	}
	if number > 0 {
		command += fmt.Sprintf(" --only %d", number)
	}
	return command
}
