package show

import (
	"fmt"
	"html/template"
	"math"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
)

// series is one row of bars over time.
type series struct {
	name   string
	values []float64
}

const (
	chartWidth  = 760.0
	chartHeight = 230.0
	leftOf      = 74.0 // of the bars: the scale
	below       = 26.0 // the bars: the dates
)

// drawing is an SVG as it grows.
type drawing struct{ strings.Builder }

func (d *drawing) add(format string, values ...any) { fmt.Fprintf(d, format+"\n", values...) }

// begin opens a picture that says in words what it shows: the title for those who
// cannot see it, who are pointed to the table below.
func (d *drawing) begin(id, title string, width, height float64) {
	d.add(`<svg viewBox="0 0 %g %g" role="img" aria-labelledby="%s-t %s-d"><title id="%s-t">%s</title><desc id="%s-d">The table below has the figures.</desc>`,
		width, height, id, id, id, template.HTMLEscapeString(title), id)
}

func (d *drawing) end() template.HTML {
	d.add(`</svg>`)
	return template.HTML(d.String()) //nolint:gosec // every text in it is escaped where it is added
}

// overTime draws bars side by side for each time.
func overTime(id, title string, labels []string, all []series, write func(float64) string) template.HTML {
	var d drawing
	d.begin(id, title, chartWidth, chartHeight)
	most := 0.0
	for _, one := range all {
		for _, value := range one.values {
			most = max(most, value)
		}
	}
	step := niceStep(most / 4)
	top := math.Ceil(most/step) * step
	height, width := chartHeight-below-10, chartWidth-leftOf
	y := func(value float64) float64 { return 10 + height*(1-value/top) }
	for value := 0.0; value <= top+step/2; value += step {
		d.add(`<line class="grid" x1="%g" x2="%g" y1="%.1f" y2="%.1f"/><text class="tick" x="%g" y="%.1f" text-anchor="end">%s</text>`,
			leftOf, chartWidth, y(value), y(value), leftOf-8, y(value)+4, template.HTMLEscapeString(write(value)))
	}
	slot := width / float64(len(labels))
	bar := slot * 0.8 / float64(len(all))
	every := max(1, int(math.Ceil(float64(len(labels))/6)))
	for i, label := range labels {
		for number, one := range all {
			if value := one.values[i]; value > 0 {
				d.add(`<rect class="s%d" x="%.2f" y="%.2f" width="%.2f" height="%.2f"><title>%s: %s</title></rect>`,
					number, leftOf+slot*(float64(i)+0.1)+bar*float64(number), y(value), bar, y(0)-y(value), template.HTMLEscapeString(label), template.HTMLEscapeString(write(value)))
			}
		}
		if i%every == 0 {
			d.add(`<text class="tick" x="%.1f" y="%g" text-anchor="start">%s</text>`, leftOf+slot*float64(i), chartHeight-6, template.HTMLEscapeString(label))
		}
	}
	return d.end()
}

// niceStep is 1, 2 or 5 with noughts, and not below what is asked for.
func niceStep(least float64) float64 {
	if least <= 0 {
		return 1
	}
	unit := math.Pow(10, math.Floor(math.Log10(least)))
	for _, times := range []float64{1, 2, 5} {
		if times*unit >= least {
			return times * unit
		}
	}
	return 10 * unit
}

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
)

// labelLines is a label in as many lines as it needs.
func (b bar) labelLines() []string {
	lines := strings.Split(text.WrapSoft(b.label, labelled), "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	return lines
}

// lying draws bars that lie; those below nothing go to the left. Words get the room that
// they need, bars what is left of it.
func lying(id, title string, bars []bar) template.HTML {
	var d drawing
	height := 0.0
	labels := make([][]string, len(bars))
	for i, one := range bars {
		labels[i] = one.labelLines()
		height += barLine + nextLine*float64(len(labels[i])-1)
	}
	d.begin(id, title, chartWidth, height)
	least, most, from, to := 0.0, 0.0, 0.0, chartWidth
	for i, one := range bars {
		longest := 0
		for _, line := range labels[i] {
			longest = max(longest, len([]rune(line)))
		}
		least, most = min(least, one.value), max(most, one.value)
		label, said := letter*float64(longest)+16, letter*float64(len([]rune(one.said)))+8
		if one.value < 0 {
			label += said
		} else {
			to = min(to, chartWidth-said)
		}
		from = max(from, label)
	}
	width := max(to-from, 60)
	scale := 0.0
	if most > least {
		scale = width / (most - least)
	}
	zero := from - least*scale
	y := 0.0
	for i, one := range bars {
		start, length := zero, one.value*scale
		textAt, anchor := zero+length+8, "start"
		if one.value < 0 {
			start, length = zero+length, -length
			textAt, anchor = start-8, "end"
		}
		for number, line := range labels[i] {
			d.add(`<text class="label" x="0" y="%.1f">%s</text>`, y+19+nextLine*float64(number), template.HTMLEscapeString(line))
		}
		d.add(`<rect class="%s" x="%.2f" y="%.1f" width="%.2f" height="18" rx="2"/><text class="said" x="%.1f" y="%.1f" text-anchor="%s">%s</text>`,
			one.class, start, y+6, max(length, 1), textAt, y+19, anchor, template.HTMLEscapeString(one.said))
		y += barLine + nextLine*float64(len(labels[i])-1)
	}
	d.add(`<line class="axis" x1="%.1f" x2="%.1f" y1="0" y2="%g"/>`, zero, zero, height)
	return d.end()
}
