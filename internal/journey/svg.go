package journey

import (
	"fmt"
	"html"
	"math"
	"strings"
)

// The measures of the drawing, in pixels.
const (
	margin    = 40.0
	gap       = 16.0
	least     = 720.0 // across
	most      = 4     // stages in a row
	usual     = 268.0 // across a stage
	lineBelow = 14.0  // from the words of a stage to the line
	dot       = 11.0
)

// SVG is the drawing as a file of its own, which names nothing outside of itself
// and is readable in light and in dark.
func (m *Map) SVG() string {
	s := &sheet{}
	columns, rows := split(len(m.journey.Stages))
	if m.Alone() {
		columns = max(1, min(most, len(m.outside)))
	}
	s.column = usual
	s.across = math.Max(least, 2*margin+float64(columns)*(usual+gap)-gap)
	if s.across == least {
		s.column = (least - 2*margin - float64(columns-1)*gap) / float64(columns)
	}
	s.header(m)
	if m.Alone() {
		rows = nil
	}
	first := 0
	for i, n := range rows {
		s.stages(m, first, n, i == len(rows)-1)
		first += n
	}
	s.outside(m, columns)
	return s.page(m)
}

// split shares stages out among rows of about the same length.
func split(stages int) (columns int, rows []int) {
	count := max(1, (stages+most-1)/most)
	for i := range count {
		rows = append(rows, (stages-i+count-1)/count)
	}
	return max(1, rows[0]), rows
}

// unnamed stands under a stage that nothing is said to go wrong in.
const unnamed = "No way to go wrong is named here yet."

// sheet is the drawing while it grows downwards.
type sheet struct {
	out    strings.Builder
	across float64
	column float64 // how wide one is
	y      float64 // where what comes next begins
}

// left is where a column begins.
func (s *sheet) left(column int) float64 { return margin + float64(column)*(s.column+gap) }

func (s *sheet) printf(format string, args ...any) { fmt.Fprintf(&s.out, format, args...) }

// style is a way to write: a class of the style sheet, and what it measures.
type style struct {
	class string
	font  *font
	size  float64
	lead  float64 // from one line to the next
}

var (
	titleStyle   = style{"h", &bold, 26, 32}
	aboutStyle   = style{"m", &regular, 14, 20}
	stageStyle   = style{"s", &bold, 16, 20}
	smallStyle   = style{"q", &regular, 12, 16}
	lackStyle    = style{"q lu", &regular, 12, 16}
	bareStyle    = style{"p ln", &bold, 12.5, 17}
	noticedStyle = style{"p lm", &bold, 12.5, 17}
	nameStyle    = style{"n", &bold, 14, 18}
	triggerStyle = style{"c", &mono, 11.5, 16}
	playStyle    = style{"p", &bold, 12.5, 17}
	legendStyle  = style{"l", &regular, 13, 18}
)

// words writes lines from a baseline on, and returns where the next one would be.
func (s *sheet) words(x, y float64, in style, lines []string) float64 {
	for _, line := range lines {
		s.printf(`<text x="%s" y="%s" class="%s">%s</text>`+"\n", px(x), px(y), in.class, html.EscapeString(line))
		y += in.lead
	}
	return y
}

func (in style) wrap(text string, across float64) []string {
	return in.font.wrap(text, in.size, across)
}

// px writes a length: whole where it is, else to a tenth.
func px(length float64) string {
	return strings.TrimSuffix(fmt.Sprintf("%.1f", length), ".0")
}

func (s *sheet) header(m *Map) {
	s.y = margin + 22
	s.y = s.words(margin, s.y, titleStyle, titleStyle.wrap(m.journey.Name, s.across-2*margin))
	if m.journey.About != "" {
		s.y = s.words(margin, s.y-4, aboutStyle, aboutStyle.wrap(m.journey.About, s.across-2*margin))
	}
	if m.Alone() {
		s.y += 10
		return
	}
	s.legend(m)
}

// legend is each standing with its sign and how many failures stand so.
func (s *sheet) legend(m *Map) {
	s.y += 8
	x := margin
	for _, standing := range standings {
		label := fmt.Sprintf("%d %s", m.count(standing), standing)
		across := 30 + legendStyle.font.width(label, legendStyle.size) + 18
		if x+across > s.across-margin && x > margin {
			x, s.y = margin, s.y+36
		}
		s.printf(`<rect x="%s" y="%s" width="%s" height="28" rx="14" class="%s"/>`+"\n", px(x), px(s.y), px(across), standing.class())
		s.sign(x+16, s.y+14, standing)
		s.words(x+30, s.y+18.5, legendStyle, []string{label})
		x += across + 10
	}
	s.y += 28 + 34
}

// stages draws a row of stages: the words over the line, the failures under it.
func (s *sheet) stages(m *Map, first, n int, last bool) {
	over := 0.0
	var names, abouts [][]string
	for i := first; i < first+n; i++ {
		stage := m.journey.Stages[i]
		names = append(names, stageStyle.wrap(stage.Name, s.column-8))
		abouts = append(abouts, smallStyle.wrap(stage.About, s.column-8))
		over = math.Max(over, float64(len(names[i-first]))*stageStyle.lead+float64(len(abouts[i-first]))*smallStyle.lead)
	}
	line := s.y + over + lineBelow
	end := s.left(n-1) + s.column
	if last {
		s.printf(`<path d="M%s %sH%s" class="j"/><path d="M%s %sl9 6-9 6" class="j"/>`+"\n", px(s.left(0)+dot), px(line), px(end), px(end-8), px(line-6))
	} else {
		s.printf(`<path d="M%s %sH%s" class="j"/><path d="M%s %sH%s" class="j e"/>`+"\n", px(s.left(0)+dot), px(line), px(end), px(end), px(line), px(s.across-8))
	}
	if first > 0 {
		s.printf(`<path d="M8 %sH%s" class="j e"/>`+"\n", px(line), px(s.left(0)+dot))
	}
	deepest := line
	for i := range n {
		x, y := s.left(i), line+dot+18
		s.words(x, s.y+12, stageStyle, names[i])
		s.words(x, s.y+12+float64(len(names[i]))*stageStyle.lead-2, smallStyle, abouts[i])
		branch := line
		for _, one := range m.marks[first+i] {
			c := newCard(one, s.column)
			s.printf(`<path d="M%s %sV%s" class="b"/>`+"\n", px(x+dot), px(branch), px(y))
			s.card(c, x, y)
			branch = y + c.height
			y = branch + 14
		}
		if len(m.marks[first+i]) == 0 {
			s.words(x, y+4, smallStyle, smallStyle.wrap(unnamed, s.column-8))
			y += 20
		}
		s.printf(`<circle cx="%s" cy="%s" r="%s" class="d"/><text x="%s" y="%s" class="i">%d</text>`+"\n", px(x+dot), px(line), px(dot), px(x+dot), px(line+4.3), first+i+1)
		deepest = math.Max(deepest, y)
	}
	s.y = deepest + 26
}

// outside draws the plays whose triggers stand nowhere in the journey.
func (s *sheet) outside(m *Map, columns int) {
	plays := m.outside
	if len(plays) == 0 {
		return
	}
	s.printf(`<path d="M%s %sH%s" class="r"/>`+"\n", px(margin), px(s.y-6), px(s.across-margin))
	heading, said := m.beside()
	s.y = s.words(margin, s.y+22, stageStyle, stageStyle.wrap(heading, s.across-2*margin))
	s.y = s.words(margin, s.y-3, smallStyle, smallStyle.wrap(said, s.across-2*margin)) + 4
	for from := 0; from < len(plays); from += columns {
		deepest := 0.0
		for i, play := range plays[from:min(from+columns, len(plays))] {
			c := newOutsideCard(play, s.column)
			s.card(c, s.left(i), s.y)
			deepest = math.Max(deepest, c.height)
		}
		s.y += deepest + 14
	}
	s.y += 12
}
