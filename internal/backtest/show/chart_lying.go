package show

import (
	"html/template"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
)

// bar is one line of a chart of bars that lie.
type bar struct {
	label, said string
	value       float64
	class       string
}

const (
	barLine  = 30.0
	nextLine = 16.0 // from one line of a label to the next
	letter   = 8.3  // how wide one is at most, about
	labelled = 34   // letters in one line of a label
	fewest   = 120.0
)

// labelLines is a label in as many lines as it needs.
func (b bar) labelLines() []string { return linesOf(b.label) }

func linesOf(words string) []string {
	lines := strings.Split(text.WrapSoft(words, labelled), "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return lines
}

func longest(lines []string) (letters int) {
	for _, line := range lines {
		letters = max(letters, len([]rune(line)))
	}
	return letters
}

// lying draws bars that lie; those below nothing go to the left.
func lying(id, title string, bars []bar) template.HTML {
	return twice(id, func(id string, across float64) string {
		if from, to := between(bars); across == roomy && to-from >= fewest {
			return beside(id, title, bars, from, to)
		}
		return beneath(id, title, across, bars)
	})
}

// between is the room that the words leave for bars on the lines of the words.
func between(bars []bar) (from, to float64) {
	to = roomy
	for _, one := range bars {
		label, said := letter*float64(longest(one.labelLines()))+16, letter*float64(len([]rune(one.said)))+8
		if one.value < 0 {
			label += said
		} else {
			to = min(to, roomy-said)
		}
		from = max(from, label)
	}
	return from, to
}

// scaled is how long a bar of one is, and where nothing lies.
func scaled(bars []bar, from, to float64) (scale, zero float64) {
	least, most := 0.0, 0.0
	for _, one := range bars {
		least, most = min(least, one.value), max(most, one.value)
	}
	if most > least {
		scale = (to - from) / (most - least)
	}
	return scale, from - least*scale
}

// beside draws each bar on the line of its words, between what it is and how much.
func beside(id, title string, bars []bar, from, to float64) string {
	var d drawing
	height := 0.0
	for _, one := range bars {
		height += barLine + nextLine*float64(len(one.labelLines())-1)
	}
	d.begin(id, title, roomy, height)
	scale, zero := scaled(bars, from, to)
	y := 0.0
	for _, one := range bars {
		start, length := zero, one.value*scale
		textAt, anchor := zero+length+8, "start"
		if one.value < 0 {
			start, length = zero+length, -length
			textAt, anchor = start-8, "end"
		}
		d.label(one.labelLines(), y+19)
		d.add(`<rect class="%s" x="%.2f" y="%.1f" width="%.2f" height="18" rx="2"/><text class="said" x="%.1f" y="%.1f" text-anchor="%s">%s</text>`,
			one.class, start, y+6, max(length, 1), textAt, y+19, anchor, template.HTMLEscapeString(one.said))
		y += barLine + nextLine*float64(len(one.labelLines())-1)
	}
	d.add(`<line class="axis" x1="%.1f" x2="%.1f" y1="0" y2="%g"/>`, zero, zero, height)
	return d.end()
}

// beneath draws each bar below its words, where it has the whole width.
func beneath(id, title string, across float64, bars []bar) string {
	const thick, after = 14.0, 16.0
	var d drawing
	labels, height := make([][]string, len(bars)), 0.0
	for i, one := range bars {
		labels[i] = one.labelLines()
		last := len(labels[i]) - 1
		if together := labels[i][last] + ": " + one.said; len([]rune(together)) <= labelled {
			labels[i][last] = together
		} else {
			labels[i] = append(labels[i], linesOf(one.said)...)
		}
		height += nextLine*float64(len(labels[i])) + thick + after
	}
	d.begin(id, title, across, height)
	scale, zero := scaled(bars, 0, across-1)
	y := 0.0
	for i, one := range bars {
		d.label(labels[i], y+12)
		y += nextLine * float64(len(labels[i]))
		start, length := zero, one.value*scale
		if one.value < 0 {
			start, length = zero+length, -length
		}
		d.add(`<rect class="%s" x="%.2f" y="%.1f" width="%.2f" height="%g" rx="2"/><line class="axis" x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f"/>`,
			one.class, start, y+2, max(length, 1), thick, zero, zero, y, y+thick+4)
		y += thick + after
	}
	return d.end()
}

// label writes lines below one another from the left edge on.
func (d *drawing) label(lines []string, y float64) {
	for number, line := range lines {
		d.add(`<text class="label" x="0" y="%.1f">%s</text>`, y+nextLine*float64(number), template.HTMLEscapeString(line))
	}
}
