package show

import (
	"fmt"
	"html/template"
	"math"
	"strings"
)

// series is one row of bars over time.
type series struct {
	name   string
	values []float64
}

const (
	chartHeight = 230.0
	below       = 26.0 // the bars: the dates
	tickLetter  = 7.7  // how wide one letter of a scale or a date is at most, about
)

// A picture is drawn twice, and the page shows the one that its width has room for: on a
// phone the letters of the wide one would be too small to read.
const (
	roomy  = 760.0
	narrow = 340.0
)

func twice(id string, draw func(id string, across float64) string) template.HTML {
	return template.HTML(draw(id, roomy) + draw(id+"-n", narrow)) //nolint:gosec // every text in it is escaped where it is added
}

// drawing is an SVG as it grows.
type drawing struct{ strings.Builder }

func (d *drawing) add(format string, values ...any) { fmt.Fprintf(d, format+"\n", values...) }

// begin opens a picture that says in words what it shows: the title for those who
// cannot see it, who are pointed to the table below.
func (d *drawing) begin(id, title string, width, height float64) {
	class := "roomy"
	if width == narrow {
		class = "narrow"
	}
	d.add(`<svg viewBox="0 0 %g %g" class="%s" role="img" aria-labelledby="%s-t %s-d"><title id="%s-t">%s</title><desc id="%s-d">The table below has the figures.</desc>`,
		width, height, class, id, id, id, template.HTMLEscapeString(title), id)
}

func (d *drawing) end() string {
	d.add(`</svg>`)
	return d.String()
}

// overTime draws bars side by side for each time.
func overTime(id, title string, labels []string, all []series, write func(float64) string) template.HTML {
	return twice(id, func(id string, across float64) string { return barsOverTime(id, title, across, labels, all, write) })
}

func barsOverTime(id, title string, across float64, labels []string, all []series, write func(float64) string) string {
	var d drawing
	d.begin(id, title, across, chartHeight)
	most := 0.0
	for _, one := range all {
		for _, value := range one.values {
			most = max(most, value)
		}
	}
	step := niceStep(most / 4)
	top := math.Ceil(most/step) * step
	from := 0.0 // of the bars: the scale is left of it
	for value := 0.0; value <= top+step/2; value += step {
		from = max(from, tickLetter*float64(len([]rune(write(value))))+14)
	}
	height, width := chartHeight-below-10, across-from
	y := func(value float64) float64 { return 10 + height*(1-value/top) }
	for value := 0.0; value <= top+step/2; value += step {
		d.add(`<line class="grid" x1="%g" x2="%g" y1="%.1f" y2="%.1f"/><text class="tick" x="%g" y="%.1f" text-anchor="end">%s</text>`,
			from, across, y(value), y(value), from-8, y(value)+4, template.HTMLEscapeString(write(value)))
	}
	slot := width / float64(len(labels))
	bar := slot * 0.8 / float64(len(all))
	for i, label := range labels {
		for number, one := range all {
			if value := one.values[i]; value > 0 {
				d.add(`<rect class="s%d" x="%.2f" y="%.2f" width="%.2f" height="%.2f"><title>%s: %s</title></rect>`,
					number, from+slot*(float64(i)+0.1)+bar*float64(number), y(value), bar, y(0)-y(value), template.HTMLEscapeString(label), template.HTMLEscapeString(write(value)))
			}
		}
	}
	d.dates(labels, from, across)
	return d.end()
}

// dates writes as many of the labels as there is room for, each below the middle of its
// bars, or as near to it as the picture's edges allow.
func (d *drawing) dates(labels []string, from, across float64) {
	const most, apart, under = 6, 14.0, chartHeight - below
	slot := (across - from) / float64(len(labels))
	every := max(1, int(math.Ceil(float64(len(labels))/most)))
	free := 0.0
	for i := 0; i < len(labels); i += every {
		wide, middle := tickLetter*float64(len([]rune(labels[i]))), from+slot*(float64(i)+0.5)
		at, anchor, begins := middle, "middle", middle-wide/2
		switch {
		case begins < 0:
			at, anchor, begins = 0, "start", 0
		case middle+wide/2 > across:
			at, anchor, begins = across, "end", across-wide
		}
		if begins < free {
			continue
		}
		d.add(`<line class="grid" x1="%.1f" x2="%.1f" y1="%g" y2="%g"/><text class="tick" x="%.1f" y="%g" text-anchor="%s">%s</text>`,
			middle, middle, under, under+6, at, chartHeight-4, anchor, template.HTMLEscapeString(labels[i]))
		free = begins + wide + apart
	}
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
