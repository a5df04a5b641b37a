package show

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// grid is a table for a terminal: as narrow as that is, and where it cannot be, with
// its rows below one another.
type grid struct {
	title  string
	head   []string
	left   int // columns of words; those after them are figures
	rows   [][]string
	breaks map[int]bool // rows before which there is a line
	foot   []string
}

func (g *grid) row(cells ...string) { g.rows = append(g.rows, cells) }

// widest is how many letters of words stand in a line: some remedies are a whole sentence.
const widest = 44

func (g *grid) write(out io.Writer, across int) {
	if g.title != "" {
		say(out, across, 0, g.title)
	}
	for _, most := range []int{widest, 24, 16, 12, 8} {
		if drawn := g.drawn(most); across == 0 || text.LongestLineLen(drawn) <= across {
			fmt.Fprintln(out, drawn)
			return
		}
	}
	g.stacked(out, across)
}

// drawn is the table with words broken up into columns of so many letters, where none
// of them is longer. Figures are never broken up, and their headings only where there is
// little room.
func (g *grid) drawn(most int) string {
	t := table.NewWriter()
	t.SetStyle(table.StyleLight)
	t.Style().Format.Header = text.FormatDefault
	t.Style().Format.Footer = text.FormatDefault
	t.Style().Options.SeparateColumns = false
	t.Style().Options.DrawBorder = false
	columns := 0
	for i, cells := range append([][]string{g.head, g.foot}, g.rows...) {
		columns = max(columns, len(cells))
		switch {
		case i == 0 && g.head != nil:
			t.AppendHeader(rowOf(cells))
		case i == 1 && g.foot != nil:
			t.AppendFooter(rowOf(cells))
		case i > 1:
			if g.breaks[i-2] {
				t.AppendSeparator()
			}
			t.AppendRow(rowOf(cells))
		}
	}
	var configs []table.ColumnConfig
	for i := range columns {
		config := table.ColumnConfig{Number: i + 1}
		if i >= g.left {
			config.Align, config.AlignHeader, config.AlignFooter = text.AlignRight, text.AlignRight, text.AlignRight
		}
		if i < g.left || most < widest {
			config.WidthMax, config.WidthMaxEnforcer = max(most, g.least(i)), wrapped
		}
		configs = append(configs, config)
	}
	t.SetColumnConfigs(configs)
	return t.Render()
}

func rowOf(cells []string) table.Row {
	row := make(table.Row, len(cells))
	for i, cell := range cells {
		row[i] = cell
	}
	return row
}

// wrapped breaks each line of a cell up between its words.
func wrapped(cell string, most int) string {
	var lines []string
	for line := range strings.SplitSeq(cell, "\n") {
		for part := range strings.SplitSeq(text.WrapSoft(line, most), "\n") {
			lines = append(lines, strings.TrimRight(part, " "))
		}
	}
	return strings.Join(lines, "\n")
}

// least is how narrow a column may become: not narrower than a word, nor than a figure.
func (g *grid) least(column int) (most int) {
	for i, cells := range append([][]string{g.head, g.foot}, g.rows...) {
		if column >= len(cells) {
			continue
		}
		if i > 0 && column >= g.left {
			most = max(most, text.LongestLineLen(cells[column]))
			continue
		}
		for word := range strings.FieldsSeq(cells[column]) {
			most = max(most, text.StringWidth(word))
		}
	}
	return most
}

// stacked writes each row as a heading, with its figures below it.
func (g *grid) stacked(out io.Writer, across int) {
	rows := g.rows
	if g.foot != nil {
		rows = append(rows[:len(rows):len(rows)], g.foot)
	}
	for number, cells := range rows {
		heading := cells[0]
		if g.head != nil && g.head[0] != "" && (g.foot == nil || number < len(g.rows)) {
			heading = g.head[0] + " " + heading
		}
		say(out, across, 2, heading)
		for i, cell := range cells[1:] {
			cell = strings.ReplaceAll(cell, "\n", ", ")
			if g.head != nil && cell != "" {
				cell = g.head[i+1] + ": " + cell
			}
			if cell != "" {
				say(out, across, 4, cell)
			}
		}
	}
}

// say writes a sentence from a column on; what does not fit goes on below it, a little
// further in. What no terminal reads is not broken up.
func say(out io.Writer, across, inset int, sentence string) {
	const further, fewest = 2, 12
	lines := []string{sentence}
	if room := across - inset; across > 0 && text.StringWidth(sentence) > room {
		lines = strings.Split(text.WrapSoft(sentence, max(room-further, fewest)), "\n")
	}
	for i, line := range lines {
		if i > 0 {
			line = strings.Repeat(" ", further) + line
		}
		fmt.Fprintln(out, strings.TrimRight(strings.Repeat(" ", inset)+line, " "))
	}
}
