package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"makegood/config"
	"makegood/internal/backtest"
	"makegood/internal/backtest/show"
	"makegood/recovery"
)

// backtestFlags is what the command line of a backtest says.
type backtestFlags struct {
	playbook, against, html, until string
	plays, budget                  []string
	json, strict                   bool
}

func backtestCommand() *cobra.Command {
	var f backtestFlags
	command := &cobra.Command{
		Use:   "backtest FILE…",
		Short: "Say what plays would have cost, from recorded observations",
		Long: `Says what plays would have cost: it reads recorded observations, one JSON object a
line as for "makegood observe", and asks of each recovery what the play decides and owes.
Files may be packed by gzip or zstd; - is standard input. Nothing is sent anywhere.

With --against and one play's file everything else stays equal: the play is put in the
place of the play of its name, or beside the others where there is none.

Time goes on to the newest observation in the files, or to --until: what no verdict has
fallen on by then is watching. docs/backtest.md says what each figure means.`,
		Example: `  makegood backtest october.ndjson.zst
  makegood backtest --play late-flight --against new-late-flight.yaml --html cost.html *.ndjson.gz`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("name files of recorded observations, or - for what is piped in, such as: makegood backtest october.ndjson.zst")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, args) },
	}
	flags := command.Flags()
	flags.StringVar(&f.playbook, "playbook", "", "a folder of plays, or one play's file (default: MAKEGOOD_PLAYBOOKS, else the plays that ship)")
	flags.StringArrayVar(&f.plays, "play", nil, "only the play of this name; may be given again")
	flags.StringVar(&f.against, "against", "", "a second folder of plays, to be tried side by side; or one play's file, which takes the place of the play of its name")
	flags.StringVar(&f.html, "html", "", "write a page with charts to this file")
	flags.BoolVar(&f.json, "json", false, "write JSON, with amounts in smallest units")
	flags.StringVar(&f.until, "until", "", "how far time goes, as 2026-11-21T18:00:00Z or 2026-11-21 (default: the newest observation)")
	flags.StringArrayVar(&f.budget, "budget", nil, `try a budget a day, such as "500.00 EUR", instead of each play's own; once for each currency`)
	flags.BoolVar(&f.strict, "strict", false, "stop at the first line that cannot be used")
	return command
}

func (f *backtestFlags) run(cmd *cobra.Command, args []string) error {
	options, err := f.options()
	if err != nil {
		return err
	}
	for _, name := range args {
		options.Inputs = append(options.Inputs, backtest.File(name, cmd.InOrStdin()))
	}
	result, err := f.measured(cmd.Context(), cmd.ErrOrStderr(), options, args)
	if errors.Is(err, context.Canceled) {
		return errStopped
	}
	if err != nil {
		return err
	}
	if nothingUsable(result) {
		return f.refuse(cmd, result, args)
	}
	if f.html != "" {
		if err := writePage(f.html, result); err != nil {
			return err
		}
	}
	if f.json {
		return writeJSON(cmd.OutOrStdout(), result)
	}
	show.Tables(cmd.OutOrStdout(), result, width(cmd.OutOrStdout()))
	return nil
}

func (f *backtestFlags) options() (backtest.Options, error) {
	options := backtest.Options{Only: f.plays, Strict: f.strict}
	playbook, err := playsOf(f.playbook)
	if err != nil {
		return options, err
	}
	options.Play = playbook
	if f.against != "" {
		if err := f.compare(&options, playbook); err != nil {
			return options, err
		}
	}
	known := []*config.Playbook{playbook}
	if against, given := options.Against.(*config.Playbook); given {
		known = append(known, against)
	}
	if err := knownPlays(f.plays, known...); err != nil {
		return options, err
	}
	if options.Until, err = momentOf(f.until); err != nil {
		return options, err
	}
	for _, text := range f.budget {
		limit, err := recovery.ParseMoney(text)
		if err != nil {
			return options, fmt.Errorf("--budget: %w", err)
		}
		options.Budget = append(options.Budget, limit)
	}
	return options, nil
}

// compare adds the second side: a folder of plays, or the first side with one play
// in it changed, so that all else stays equal. Of the latter only the plays of the
// triggers that this touches are told of.
func (f *backtestFlags) compare(options *backtest.Options, playbook *config.Playbook) error {
	against, err := playsOf(f.against)
	if err != nil {
		return err
	}
	options.Against = against
	if isFolder(f.against) {
		return nil
	}
	changed := against.Plays()[0]
	second := playbook.With(changed)
	options.Against = second
	if len(options.Only) > 0 {
		options.Only = append(slices.Clone(options.Only), changed.Name)
		return nil
	}
	triggers := []string{changed.Trigger}
	if before, known := playbook.Named(changed.Name); known {
		triggers = append(triggers, before.Trigger)
	}
	for _, play := range slices.Concat(playbook.Plays(), second.Plays()) {
		if slices.Contains(triggers, play.Trigger) {
			options.Only = append(options.Only, play.Name)
		}
	}
	return nil
}

// playsOf reads a folder of plays, or one play; those that the environment names, or
// that ship, where no path is given.
func playsOf(path string) (*config.Playbook, error) {
	if path == "" {
		path = os.Getenv("MAKEGOOD_PLAYBOOKS")
	}
	if path == "" {
		return config.LoadPlaybookFS(config.Shipped())
	}
	if info, err := os.Stat(path); err != nil || info.IsDir() { //nolint:gosec // whoever names the folder runs this
		return config.LoadPlaybook(path)
	}
	data, err := os.ReadFile(path) //nolint:gosec // as above
	if err != nil {
		return nil, err
	}
	play, err := config.ParsePlay(path, data)
	if err != nil {
		return nil, err
	}
	return config.NewPlaybook(play), nil
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// momentOf is a time, or the end of a day in UTC.
func momentOf(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if day, err := time.Parse(time.DateOnly, text); err == nil {
		return day.AddDate(0, 0, 1).Add(-time.Nanosecond), nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return at, fmt.Errorf("--until: %q is no time; write 2026-11-21T18:00:00Z or 2026-11-21", text)
	}
	return at.UTC(), nil
}
