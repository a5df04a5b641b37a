package main

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/jedib0t/go-pretty/v6/text"

	"makegood/internal/proof"
)

// printer prints findings the way a compiler does. On a terminal each comes with
// its line of the file and a caret under it; elsewhere each is one line.
type printer struct {
	out     io.Writer
	across  int // 0 where it is no terminal
	colours bool
	lines   func(file string) []string
}

// finding is one error or warning, as it is printed.
type finding struct {
	file         string
	line, column int
	field, piece string
	what         string
	why, mend    string
	warns        bool
}

func (p *printer) findings(found findings) {
	for _, one := range found.Errors {
		p.finding(finding{file: one.File, line: one.Line, column: one.Column, field: one.Field, what: one.Wrong, mend: one.Right})
	}
	if len(found.Errors) > 0 {
		return
	}
	p.lengths(found.Plays)
	for _, one := range found.Warnings {
		p.finding(finding{one.File, one.Line, one.Column, one.Field, one.Piece, one.What, one.Why, one.Mend, true})
	}
	p.summary(found.Plays, found.Warnings)
}

// longestField is how much of a field's name is printed: it may be as long as a file.
const longestField = 120

func (p *printer) finding(one finding) {
	one.file, one.field, one.what, one.mend = tame(one.file), tame(one.field), tame(one.what), tame(one.mend)
	place := one.file
	if one.line > 0 {
		place = fmt.Sprintf("%s:%d:%d", one.file, one.line, one.column)
	}
	kind, ink := "error: ", "1;31"
	if one.warns {
		kind, ink = "warning: ", "1;35"
	}
	what := one.what
	if one.field != "" {
		what = text.Snip(one.field, longestField, "…") + ": " + what
	}
	if p.across == 0 {
		if one.mend != "" {
			what += "; " + one.mend
		}
		if one.why != "" {
			what += " (" + one.why + ")"
		}
		fmt.Fprintf(p.out, "%s: %s%s\n", place, kind, what)
		return
	}
	fmt.Fprintln(p.out, wrapped(p.inked("1", place)+": "+p.inked(ink, kind)+p.inked("1", what), p.across, 0))
	p.excerpt(one, ink)
	for _, row := range []struct{ name, says string }{{"why", one.why}, {"mend", one.mend}} {
		if row.says != "" {
			fmt.Fprintf(p.out, "       %s %s\n", p.inked("36", fmt.Sprintf("%-5s", row.name+":")), wrapped(row.says, p.across, 13))
		}
	}
	fmt.Fprintln(p.out)
}

// tame is a text without what a terminal would obey.
func tame(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return ' '
		case unicode.IsControl(r):
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

// excerpt prints the line that a finding is about, as much of it as fits, and marks
// the place.
func (p *printer) excerpt(one finding, ink string) {
	lines := p.lines(one.file)
	if one.line < 1 || one.line > len(lines) {
		return
	}
	const before, fewest = 8, 24
	line := []rune(tame(lines[one.line-1]))
	column := min(max(one.column-1, 0), len(line))
	length := 1
	if rest := string(line[column:]); one.piece != "" && strings.HasPrefix(rest, one.piece) {
		length = len([]rune(one.piece))
	}
	room := max(p.across-before, fewest)
	head, tail := "", ""
	if text.StringWidthWithoutEscSequences(string(line)) > room {
		from := max(0, min(column-room/3, len(line)-room+2))
		if from > 0 {
			head, line, column = "…", line[from:], column-from
		}
		for text.StringWidthWithoutEscSequences(head+string(line)+tail) > room {
			line, tail = line[:len(line)-1], "…"
		}
	}
	length = max(1, min(length, len(line)-column))
	lead := text.StringWidthWithoutEscSequences(head + string(line[:min(column, len(line))]))
	marked := text.StringWidthWithoutEscSequences(string(line[min(column, len(line)):min(column+length, len(line))]))
	fmt.Fprintf(p.out, "%5d | %s%s%s\n", one.line, head, string(line), tail)
	fmt.Fprintf(p.out, "      | %s%s\n", strings.Repeat(" ", lead), p.inked(ink, "^"+strings.Repeat("~", max(0, marked-1))))
}

func (p *printer) summary(plays []proof.Proof, warnings []proof.Remark) {
	texts := 0
	for _, play := range plays {
		texts += len(play.Locales)
	}
	said := fmt.Sprintf("%s, %s: nothing is wrong", number(len(plays), "play", "plays"), number(texts, "text", "texts"))
	if len(warnings) > 0 {
		said += ", " + number(len(warnings), "warning", "warnings")
	}
	fmt.Fprintln(p.out, said)
}

func (p *printer) inked(ink, value string) string {
	if !p.colours || value == "" {
		return value
	}
	return "\x1b[" + ink + "m" + value + "\x1b[0m"
}
