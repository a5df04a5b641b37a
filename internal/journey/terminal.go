package journey

import (
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
)

// Terminal is the drawing for a terminal that is so many columns wide; 0 leaves
// its lines whole. Signs say what the colours say.
func (m *Map) Terminal(across int, colours bool) string {
	t := &terminal{across: across, colours: colours}
	t.line(0, "", t.inked(m.journey.Name, boldInk))
	t.line(0, "", m.journey.About)
	t.out.WriteString("\n")
	for _, standing := range standings {
		if n := m.count(standing); n > 0 {
			t.line(2, t.sign(standing)+" ", fmt.Sprintf("%d %s", n, standing))
		}
	}
	for i, stage := range m.journey.Stages {
		t.out.WriteString("\n")
		t.line(0, fmt.Sprintf("%2d  ", i+1), t.inked(stage.Name, boldInk))
		t.line(4, "", stage.About)
		for _, one := range m.marks[i] {
			t.failure(one)
		}
		if len(m.marks[i]) == 0 {
			t.line(4, "", unnamed)
		}
	}
	if len(m.outside) > 0 {
		if !m.Alone() {
			t.out.WriteString("\n")
		}
		heading, said := m.beside()
		t.line(0, "    ", t.inked(heading, boldInk))
		t.line(4, "", said)
		for _, play := range m.outside {
			t.line(4, "- ", play.Trigger)
			t.play(play, false, noMonitor)
		}
	}
	return t.out.String()
}

// terminal is the drawing while it grows downwards.
type terminal struct {
	out     strings.Builder
	across  int
	colours bool
}

func (t *terminal) failure(one mark) {
	t.line(4, t.sign(one.standing)+" ", one.Name)
	t.row("trigger", one.Trigger)
	t.row("cause", one.Cause)
	t.row("monitor", one.Monitor)
	switch {
	case one.Fixed && one.Fix != "":
		t.row("fixed", "on the spot: "+one.Fix)
	case one.Fixed:
		t.row("fixed", "on the spot")
	case one.Trigger == "":
		t.row("missing", t.inked("a trigger, a play and a monitor", inks[Neither]))
	case one.standing == Noticed:
		t.row("missing", t.inked("a play", inks[Noticed]))
	case len(one.plays) == 0:
		t.row("missing", t.inked("a play and a monitor", inks[Neither]))
	}
	for _, play := range one.plays {
		t.play(play, one.standing == Watched, one.lacking())
	}
}

// play writes a play down. Where another play of the same trigger names the
// monitor, this one need not.
func (t *terminal) play(play Play, watched bool, lacking string) {
	t.row("play", fmt.Sprintf("%s, version %d", play.Name, play.Version))
	if play.When != "" {
		t.line(6, strings.Repeat(" ", rowName), "where "+play.When)
	}
	for _, tier := range play.Tiers {
		t.line(6, strings.Repeat(" ", rowName), tier)
	}
	t.line(6, strings.Repeat(" ", rowName), play.Clock)
	if play.Monitor == "" && !watched {
		t.row("monitor", t.inked(lacking, inks[Unwatched]))
	}
	t.row("monitor", play.Monitor)
}

const rowName = 9

func (t *terminal) row(name, value string) {
	if value != "" {
		t.line(6, fmt.Sprintf("%-*s", rowName, name), value)
	}
}

// line writes a text behind its head, and goes on below the text's beginning
// where it is too long for the terminal.
func (t *terminal) line(inset int, head, value string) {
	const fewest = 12 // columns that a text has, however narrow the terminal is
	if value == "" {
		return
	}
	begins := inset + text.StringWidthWithoutEscSequences(head)
	lines := []string{value}
	if t.across > 0 {
		lines = strings.Split(text.WrapSoft(value, max(t.across-begins, fewest)), "\n")
	}
	t.out.WriteString(strings.Repeat(" ", inset) + head)
	for i, one := range lines {
		if i > 0 {
			t.out.WriteString(strings.Repeat(" ", begins))
		}
		t.out.WriteString(strings.TrimRight(one, " ") + "\n")
	}
}

// signs tell the standings apart without their colours.
var signs = [5]string{Watched: "●", Unwatched: "◐", Fixed: "◆", Noticed: "○", Neither: "✗"}

func (t *terminal) sign(standing Standing) string {
	return t.inked(signs[standing], inks[standing])
}

// ink is what switches a terminal to a colour.
type ink string

const boldInk ink = "1"

var inks = [5]ink{Watched: "32", Unwatched: "33", Fixed: "34", Noticed: "35", Neither: "31"}

func (t *terminal) inked(value string, in ink) string {
	if !t.colours || value == "" {
		return value
	}
	return "\x1b[" + string(in) + "m" + value + "\x1b[0m"
}
