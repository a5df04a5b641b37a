package journey

import (
	"fmt"
	"html"
	"strings"
)

// class is the name that a standing's colours have in the style sheet.
func (s Standing) class() string { return []string{"kw", "ku", "kf", "km", "kn"}[s] }

// sign draws what tells the standings apart without their colours: a tick, a half
// circle, a diamond, an eye, a cross.
func (s *sheet) sign(x, y float64, standing Standing) {
	switch standing {
	case Watched:
		s.printf(`<circle cx="%s" cy="%s" r="7.5" class="gw"/><path d="M%s %sl2.6 2.7 5-5.4" class="gt"/>`+"\n", px(x), px(y), px(x-3.7), px(y+.2))
	case Unwatched:
		s.printf(`<circle cx="%s" cy="%s" r="6.7" class="go"/><path d="M%s %sa6.7 6.7 0 0 0 0 13.4z" class="gu"/>`+"\n", px(x), px(y), px(x), px(y-6.7))
	case Fixed:
		s.printf(`<path d="M%s %sl7.5 7.5-7.5 7.5-7.5-7.5z" class="gf"/>`+"\n", px(x), px(y-7.5))
	case Noticed:
		s.printf(`<circle cx="%s" cy="%s" r="6.7" class="gm"/><circle cx="%s" cy="%s" r="2.4" class="gp"/>`+"\n", px(x), px(y), px(x), px(y))
	case Neither:
		s.printf(`<circle cx="%s" cy="%s" r="6.7" class="gn"/><path d="M%s %sl5.4 5.4m0-5.4l-5.4 5.4" class="gn"/>`+"\n", px(x), px(y), px(x-2.7), px(y-2.7))
	}
}

// page is the sheet with its frame. The style sheet comes once for light and once
// for dark, as whoever looks at it prefers.
func (s *sheet) page(m *Map) string {
	var out strings.Builder
	across, down := px(s.across), px(s.y)
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" width="%s" height="%s" viewBox="0 0 %s %s" role="img" aria-labelledby="t d">`+"\n", across, down, across, down)
	fmt.Fprintf(&out, "<title id=\"t\">%s</title>\n<desc id=\"d\">%s</desc>\n", html.EscapeString(m.journey.Name), html.EscapeString(m.described()))
	fmt.Fprintf(&out, "<style>%s%s@media(prefers-color-scheme:dark){%s}</style>\n", faces, light.sheet(), dark.sheet())
	fmt.Fprintf(&out, `<rect width="%s" height="%s" rx="14" class="bg"/>`+"\n", across, down)
	out.WriteString(s.out.String())
	out.WriteString("</svg>\n")
	return out.String()
}

// described is the drawing for one who does not see it.
func (m *Map) described() string {
	var parts []string
	for i, stage := range m.journey.Stages {
		parts = append(parts, fmt.Sprintf("Stage %d, %s.", i+1, stage.Name))
		for _, one := range m.marks[i] {
			said := fmt.Sprintf("%s: %s", one.Name, one.standing)
			for _, play := range one.plays {
				said += ", " + play.Name
			}
			parts = append(parts, said+".")
		}
	}
	where := "Beside the journey"
	if m.Alone() {
		where = "Beside no journey"
	}
	for _, play := range m.outside {
		parts = append(parts, fmt.Sprintf("%s: %s for %s.", where, play.Name, play.Trigger))
	}
	return strings.Join(parts, " ")
}

const faces = `text{font-family:Arial,Helvetica,"Liberation Sans","Nimbus Sans",Arimo,sans-serif}` +
	`.h{font-size:26px;font-weight:700}.m{font-size:14px}.s{font-size:16px;font-weight:700}.q{font-size:12px}` +
	`.n{font-size:14px;font-weight:700}.c{font:11.5px "Liberation Mono","Courier New",Consolas,Menlo,monospace}` +
	`.p{font-size:12.5px;font-weight:700}.l{font-size:13px}.i{font-size:12px;font-weight:700;text-anchor:middle}` +
	`.j{fill:none;stroke-width:4;stroke-linecap:round;stroke-linejoin:round}.e{stroke-dasharray:1 8}.b{fill:none;stroke-width:1.6}` +
	`.r{fill:none;stroke-width:1}.w{fill:none;stroke-width:4;stroke-linecap:round}.km,.kn,.o{stroke-dasharray:5 3}.w{stroke-dasharray:none}` +
	`.gt{fill:none;stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}.go,.gm,.gn{fill:none;stroke-width:1.6;stroke-linecap:round}`

// palette is the colours of light or of dark.
type palette struct {
	ground, ink, faint, line, rule string
	kinds                          [5]shade // by standing
	beside                         shade
}

// shade is the two colours of a box: its edge and what it is filled with.
type shade struct{ edge, fill string }

var light = palette{
	ground: "#fbfaf7", ink: "#1b263b", faint: "#4a5872", line: "#33415c", rule: "#1b263b22",
	kinds:  [5]shade{{"#2f7d4a", "#eff8f1"}, {"#96590a", "#fff6e5"}, {"#2f62a8", "#edf3fc"}, {"#7a4a9c", "#f7f0fb"}, {"#b03a2e", "#fdefed"}},
	beside: shade{"#6b7890", "#f1f2f4"},
}

var dark = palette{
	ground: "#12161f", ink: "#e8ecf4", faint: "#aab6ca", line: "#8c9ab3", rule: "#e8ecf42e",
	kinds:  [5]shade{{"#5fc585", "#14251b"}, {"#e5ad4d", "#292113"}, {"#7fb0f0", "#152238"}, {"#c79be6", "#241a2d"}, {"#f28f84", "#2e1917"}},
	beside: shade{"#8c9ab3", "#1b202b"},
}

func (p palette) sheet() string {
	var out strings.Builder
	fmt.Fprintf(&out, ".bg{fill:%s}text{fill:%s}.m,.q,.c{fill:%s}.j,.b{stroke:%s}.r{stroke:%s}", p.ground, p.ink, p.faint, p.line, p.rule)
	fmt.Fprintf(&out, ".d{fill:%s}.i{fill:%s}.o{fill:%s;stroke:%s}", p.line, p.ground, p.beside.fill, p.beside.edge)
	for _, standing := range standings {
		kind := p.kinds[standing]
		fmt.Fprintf(&out, ".%s{fill:%s;stroke:%s}", standing.class(), kind.fill, kind.edge)
	}
	fmt.Fprintf(&out, ".gw{fill:%s}.gt{stroke:%s}", p.kinds[Watched].edge, p.kinds[Watched].fill)
	fmt.Fprintf(&out, ".go{stroke:%s}.gu{fill:%[1]s}.gf{fill:%s}.gn{stroke:%s}.w{fill:none}.lu{fill:%[1]s}.ln{fill:%[3]s}", p.kinds[Unwatched].edge, p.kinds[Fixed].edge, p.kinds[Neither].edge)
	fmt.Fprintf(&out, ".gm{stroke:%s}.gp,.lm{fill:%[1]s}", p.kinds[Noticed].edge)
	return out.String()
}
