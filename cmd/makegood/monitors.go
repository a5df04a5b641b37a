package main

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"
	"go.temporal.io/sdk/client"

	"makegood/activities"
	"makegood/recovery"
	"makegood/workflows"
)

func monitorsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "monitors",
		Short: "Show where each play's trigger comes from, when it was last heard, and how often the play fires",
		Long: `Show where each play's trigger comes from, when it was last heard, and how often the
play fires. What cannot be monitored cannot be promised.

It reads the playbook, the ledger and Temporal's lists, changes nothing and tells nobody;
the workers' schedule does that.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runMonitors(cmd.Context(), cmd.OutOrStdout()) },
	}
}

func runMonitors(ctx context.Context, out io.Writer) error {
	s, err := settings()
	if err != nil {
		return err
	}
	playbook, err := s.LoadPlaybook()
	if err != nil {
		return err
	}
	books, err := openLedger(ctx, s)
	if err != nil {
		return err
	}
	defer books.Close()
	now := time.Now()
	open := &openOnce{taskQueue: s.TaskQueue}
	defer open.close()
	watch := activities.Watch{Plays: playbook.Plays(), Book: books, Open: open, Now: func() time.Time { return now }}
	found, err := watch.Find(ctx)
	if err != nil {
		return err
	}
	heard, err := books.LastHeard(ctx)
	if err != nil {
		return err
	}
	showMonitors(out, playbook.Plays(), found, heard, now)
	return nil
}

// openOnce asks Temporal where that is needed: a play without a share to count needs
// none.
type openOnce struct {
	taskQueue string
	temporal  client.Client
	failed    error
}

func (o *openOnce) close() {
	if o.temporal != nil {
		o.temporal.Close()
	}
}

// Watching is how many recoveries of a play are being watched.
func (o *openOnce) Watching(ctx context.Context, play string, since time.Time) (int, error) {
	if o.temporal == nil && o.failed == nil {
		o.temporal, o.failed = dialQuietly(ctx)
	}
	if o.failed != nil {
		return 0, o.failed
	}
	return workflows.Visible{Temporal: o.temporal, TaskQueue: o.taskQueue}.Watching(ctx, play, since)
}

func showMonitors(out io.Writer, plays []*recovery.Play, all []activities.Found, heard map[string]time.Time, now time.Time) {
	byPlay := map[string]*activities.Found{}
	for i := range all {
		byPlay[all[i].Play] = &all[i]
	}
	t := table.NewWriter()
	t.SetOutputMirror(out)
	t.SetStyle(table.StyleLight)
	t.Style().Options.SeparateColumns = false
	t.Style().Options.DrawBorder = false
	t.AppendHeader(table.Row{"trigger", "play", "comes from", "last heard (UTC)", "silence", "fires"})
	silent, blind, fix := 0, 0, 0
	for _, play := range plays {
		found := byPlay[play.Name]
		if found == nil {
			found = &activities.Found{}
		}
		from, silence := "nobody says", "not watched"
		if found.Monitor == nil {
			blind++
		} else {
			from, silence = found.Monitor.From, fmt.Sprintf("%s, normal up to %s", spokenSilence(now.Sub(found.Since)), found.Monitor.SilentAfter)
			if found.Heard.IsZero() && found.Since.Equal(now) {
				silence = fmt.Sprintf("not watched yet, normal up to %s", found.Monitor.SilentAfter)
			}
		}
		if found.Silent {
			silent++
			silence = "SILENT " + silence
		}
		fires := found.Figures()
		switch {
		case found.Unknown != "":
			fires = "unknown: " + found.Unknown
		case found.Fix:
			fix++
			fires = "FIX THIS " + fires
		}
		t.AppendRow(table.Row{play.Trigger, play.Name, from, lastHeard(heard[play.Trigger]), silence, fires})
	}
	t.SetColumnConfigs([]table.ColumnConfig{{Name: "comes from", WidthMax: 36, WidthMaxEnforcer: text.WrapSoft}, {Name: "fires", WidthMax: 44, WidthMaxEnforcer: text.WrapSoft}})
	t.Render()
	fmt.Fprintf(out, "%d plays: %d silent, %d without a monitor, %d to be fixed\n", len(plays), silent, blind, fix)
}

func lastHeard(at time.Time) string {
	if at.IsZero() {
		return "never"
	}
	return at.UTC().Format(time.DateTime)
}

// spokenSilence is to the minute where it is longer than that.
func spokenSilence(long time.Duration) string {
	long = max(long, 0).Truncate(time.Second)
	if long >= time.Minute {
		long = long.Truncate(time.Minute)
	}
	return recovery.Duration(long).String()
}
