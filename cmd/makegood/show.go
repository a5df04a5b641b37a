package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"makegood/recovery"
)

func showCommand() *cobra.Command {
	var asJSON bool
	command := &cobra.Command{
		Use:   "show RECOVERY",
		Short: "Tell the story of one recovery in plain words",
		Args:  cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			temporal, err := dialQuietly(cmd.Context())
			if err != nil {
				return err
			}
			defer temporal.Close()
			state, err := readState(cmd.Context(), temporal, args[0])
			if err != nil {
				return err
			}
			if asJSON {
				encoder := json.NewEncoder(cmd.OutOrStdout())
				encoder.SetIndent("", "  ")
				return encoder.Encode(state)
			}
			tell(cmd.OutOrStdout(), &state)
			return nil
		},
	}
	command.Flags().BoolVar(&asJSON, "json", false, "print the state as JSON, for machines")
	return command
}

// tell writes the story of a recovery for a person.
func tell(out io.Writer, s *recovery.State) {
	fmt.Fprintf(out, "%s\n\n", s.ID)
	across := width(out)
	row := func(name, value string) {
		if value != "" {
			fmt.Fprintf(out, "  %-11s %s\n", name, wrapped(value, across, 14))
		}
	}
	row("stage", stageInWords(s.Stage))
	row("why", s.Why)
	if s.Play != "" {
		row("play", fmt.Sprintf("%s, version %d", s.Play, s.PlayVersion))
	}
	row("customer", s.Customer)
	row("incident", s.Incident)
	if s.Reading != "" {
		row("measured", s.Measure+" "+s.Reading)
	}
	if s.Owed != nil {
		row("owed", fmt.Sprintf("%s (from %s on)", s.Owed, s.Tier))
	}
	if !s.ApologyAt.IsZero() {
		row("apology", fmt.Sprintf("%s after it was confirmed", s.ApologyAt.Sub(s.ConfirmedAt).Round(time.Millisecond)))
	}
	if s.Stage == recovery.NeedsPerson {
		row("done", strings.Join(s.Done(), ", "))
	}
	row("reference", s.Ref)
	if rest, some := s.StillToGive(); some {
		row("to give", rest.String())
	}
	if !s.ComplainedAt.IsZero() {
		row("complaint", fmt.Sprintf("the customer came to us at %s UTC; first was %s", s.ComplainedAt.UTC().Format(time.DateTime), firstInWords(s.First)))
	}
	row("next", s.Next)
	if by := firstSet(s.HeldUntil, s.AttendBy); !by.IsZero() {
		row("until", by.UTC().Format(time.DateTime)+" UTC")
	}
	fmt.Fprintln(out)
	for _, line := range s.Story {
		what := line.What
		if line.Proof != "" {
			what += "  [" + line.Proof + "]"
		}
		fmt.Fprintf(out, "  %s  %s\n", line.At.Format("2006-01-02 15:04:05"), wrapped(what, across, 23))
	}
}

// width is how wide the terminal is. What is read elsewhere is not broken up.
func width(out io.Writer) int {
	if file, is := out.(*os.File); is {
		if columns, _, err := term.GetSize(int(file.Fd())); err == nil {
			return columns
		}
	}
	return 0
}

// wrapped breaks a text that begins in a column into lines that begin there too.
func wrapped(s string, across, column int) string {
	const least = 30
	if across == 0 {
		return s
	}
	lines := strings.Split(text.WrapSoft(s, max(across-column, least)), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n"+strings.Repeat(" ", column))
}

func firstInWords(first string) string {
	switch first {
	case recovery.FirstCustomer:
		return "the customer"
	case recovery.FirstUs:
		return "our apology"
	}
	return "nobody yet"
}

func stageInWords(stage recovery.Stage) string {
	switch stage {
	case recovery.Watching:
		return "watching: not bad enough for long enough yet"
	case recovery.Confirmed:
		return "confirmed: being made good"
	case recovery.Delivered:
		return "delivered: every part has its proof"
	case recovery.Dismissed:
		return "dismissed: nothing was owed"
	}
	return "needs a person"
}

func firstSet(a, b time.Time) time.Time {
	if a.IsZero() {
		return b
	}
	return a
}
