package workflows

import (
	"fmt"
	"strings"

	"makegood/recovery"
)

// details is what a support lead reads in the Temporal UI: where it stands, what
// is owed, what happened with which proof, and what comes next. It is Markdown.
func details(s *recovery.State) string {
	var b strings.Builder
	fmt.Fprintf(&b, "## %s\n\n", headline(s))
	if s.Why != "" {
		fmt.Fprintf(&b, "**Why:** %s\n\n", cell(s.Why))
	}
	if s.Owed != nil {
		fmt.Fprintf(&b, "**Owed:** %s, from %s of `%s` on; it was %s.\n\n", s.Owed, s.Tier, s.Measure, s.Reading)
	} else if s.Reading != "" {
		fmt.Fprintf(&b, "**Now:** `%s` is %s.\n\n", s.Measure, s.Reading)
	}
	if rest, some := s.StillToGive(); some {
		fmt.Fprintf(&b, "**Still to be given:** %s.\n\n", rest)
	}
	if done := s.Done(); len(done) > 0 && s.Stage == recovery.NeedsPerson {
		fmt.Fprintf(&b, "**Done already:** %s.\n\n", cell(strings.Join(done, ", ")))
	}
	if !s.AttendBy.IsZero() {
		fmt.Fprintf(&b, "**To be seen to by:** %s UTC, for customer `%s`.\n\n", s.AttendBy.Format("2 Jan 2006 15:04"), s.Customer)
	}
	if !s.ComplainedAt.IsZero() {
		fmt.Fprintf(&b, "**The customer came to us** at %s UTC.\n\n", s.ComplainedAt.Format("2 Jan 2006 15:04"))
	}
	if s.Next != "" {
		fmt.Fprintf(&b, "**Next:** %s\n\n", cell(s.Next))
	}
	if len(s.Problems) > 0 {
		fmt.Fprintf(&b, "**Could not be used:** %d of what came in; see below.\n\n", len(s.Problems))
	}
	b.WriteString("| When (UTC) | What happened | Proof |\n|---|---|---|\n")
	for _, line := range s.Story {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", line.At.Format("2 Jan 15:04:05"), cell(line.What), code(line.Proof))
	}
	fmt.Fprintf(&b, "\nReference in the words: `%s`\n", s.Ref)
	return b.String()
}

func headline(s *recovery.State) string {
	switch s.Stage {
	case recovery.Watching:
		return "Watching"
	case recovery.Confirmed:
		return "Being made good"
	case recovery.Delivered:
		return "Delivered"
	case recovery.Dismissed:
		return "Dismissed: nothing was owed"
	}
	return "A person is needed"
}

var cells = strings.NewReplacer("|", "\\|", "\n", " ", "\r", " ", "<", "&lt;")

// cell keeps a text within one cell of a Markdown table.
func cell(s string) string { return cells.Replace(s) }

func code(s string) string {
	if s == "" {
		return ""
	}
	return "`" + strings.ReplaceAll(cell(s), "`", "'") + "`"
}
