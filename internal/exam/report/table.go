package report

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"makegood/internal/exam/oracle"
)

// Print prints the figures of all sections; as Markdown for the README, where asked.
func Print(out io.Writer, lines []*Line, markdown bool) {
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.Style().Options.SeparateColumns = false
	t.Style().Options.DrawBorder = false
	t.AppendHeader(header(markdown))
	var right []table.ColumnConfig
	for number := 2; number <= 12; number++ {
		right = append(right, table.ColumnConfig{Number: number, Align: text.AlignRight})
	}
	t.SetColumnConfigs(right)
	for _, line := range lines {
		if line.Controls > 0 {
			continue
		}
		t.AppendRow(table.Row{
			line.Section, line.Cases, line.Faults, line.Kills, line.Resets, line.Recoveries,
			line.Count[oracle.Lost], line.Count[oracle.Twice], line.Count[oracle.WrongAmount], line.Count[oracle.Unexplained], line.Count[NotStruck], line.Bound(),
		})
	}
	if t.Length() > 0 {
		fmt.Fprintln(out)
		if markdown {
			fmt.Fprintln(out, t.RenderMarkdown())
		} else {
			fmt.Fprintln(out, t.Render())
		}
	}
	for _, line := range lines {
		if line.Controls > 0 {
			fmt.Fprintf(out, "\nControls, faults of our own that the exam has to find: %d of %d caught.\n", line.Controls-line.Count[NotCaught], line.Controls)
		}
	}
}

// header names the columns; on a terminal two words take two lines.
func header(markdown bool) table.Row {
	var row table.Row
	for _, name := range []string{"section", "cases", "faults", "kills", "resets", "recoveries", "lost", "twice", "wrong amount", "unexplained", "not struck", "95% bound"} {
		if !markdown {
			name = strings.ReplaceAll(name, " ", "\n")
		}
		row = append(row, name)
	}
	return row
}

// PrintFailures prints each failure with the command that repeats it.
func PrintFailures(out io.Writer, lines []*Line, repeat func(section string, number int) string) {
	for _, line := range lines {
		for _, failure := range line.Failures {
			fmt.Fprintf(out, "\n%s: %s\n  again: %s\n", strings.ToUpper(failure.Kind), failure.What, repeat(line.Section, failure.Case))
		}
	}
}

// Machine says in one line on what and when the exam ran.
func Machine(now time.Time) string {
	return fmt.Sprintf("%s, %s/%s, %d cores, %s of memory", now.Format(time.DateOnly), runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), memory())
}

func memory() string {
	var kilobytes int64
	if said, err := os.ReadFile("/proc/meminfo"); err != nil {
		return "an unknown amount"
	} else if _, err := fmt.Sscanf(string(said), "MemTotal: %d kB", &kilobytes); err != nil {
		return "an unknown amount"
	}
	return fmt.Sprintf("%d GB", (kilobytes+1<<19)>>20)
}
