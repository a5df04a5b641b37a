package journey

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jedib0t/go-pretty/v6/text"
	"pgregory.net/rapid"
)

func TestAFailureStandsAsItsPlaysDo(t *testing.T) {
	watched, bare := Play{Name: "w", Trigger: "t", Monitor: "feed"}, Play{Name: "b", Trigger: "t"}
	for name, c := range map[string]struct {
		failure Failure
		plays   []Play
		want    Standing
	}{
		"a play and a monitor":             {Failure{Trigger: "t"}, []Play{watched}, Watched},
		"two plays, one names the monitor": {Failure{Trigger: "t"}, []Play{bare, watched}, Watched},
		"a play":                           {Failure{Trigger: "t"}, []Play{bare}, Unwatched},
		"a play, and fixed too":            {Failure{Trigger: "t", Fixed: true}, []Play{bare}, Unwatched},
		"a play, and a monitor of its own": {Failure{Trigger: "t", Monitor: "feed"}, []Play{bare}, Unwatched},
		"a monitor of its own":             {Failure{Trigger: "t", Monitor: "feed"}, nil, Noticed},
		"fixed, and a monitor of its own":  {Failure{Trigger: "t", Monitor: "feed", Fixed: true}, nil, Fixed},
		"fixed":                            {Failure{Trigger: "t", Fixed: true}, nil, Fixed},
		"nothing":                          {Failure{Trigger: "t"}, nil, Neither},
		"another trigger's play":           {Failure{Trigger: "other"}, []Play{watched}, Neither},
		"no trigger":                       {Failure{}, []Play{{Name: "x"}}, Neither},
	} {
		m := Draw(Journey{Stages: []Stage{{Name: "Fly", Failures: []Failure{c.failure}}}}, c.plays)
		if got := m.marks[0][0].standing; got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestPlaysOutsideAndFailuresWithNeither(t *testing.T) {
	m := Draw(sample(), samplePlays())
	if len(m.outside) != 1 || m.outside[0].Name != "dropped-calls" {
		t.Errorf("beside the journey: %v", m.outside)
	}
	want := []string{
		"Book: The confirmation does not arrive",
		"Sicherheitskontrolle und Bordkartenüberprüfung: Rechtsschutzversicherungsgesellschaftenzusammenschlussverzögerung",
	}
	if diff := cmp.Diff(want, m.Neither()); diff != "" {
		t.Error(diff)
	}
}

// The drawing is XML, names nothing outside of itself, says everything that it was
// given, and is the same each time.
func TestTheDrawingIsAFileOfItsOwn(t *testing.T) {
	drawn := Draw(sample(), samplePlays()).SVG()
	if again := Draw(sample(), samplePlays()).SVG(); again != drawn {
		t.Error("it is drawn otherwise the second time")
	}
	var said strings.Builder
	decoder := xml.NewDecoder(strings.NewReader(drawn))
	for {
		token, err := decoder.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.CharData:
			said.Write(token)
		case xml.StartElement:
			for _, attribute := range token.Attr {
				if attribute.Name.Local == "href" || attribute.Name.Local == "src" || strings.HasPrefix(attribute.Name.Local, "on") {
					t.Errorf("<%s> has %s", token.Name.Local, attribute.Name.Local)
				}
			}
		}
	}
	if strings.Contains(strings.ReplaceAll(drawn, "http://www.w3.org/2000/svg", ""), "://") || strings.Contains(drawn, "url(") || strings.Contains(drawn, "@import") {
		t.Error("it names something outside of itself")
	}
	bare := regexp.MustCompile(`[\s-]`)
	all := bare.ReplaceAllString(said.String(), "")
	for _, want := range []string{"Bordkarte & Ausweis <am Schalter>.", "seat.changed", "and 2 more tiers", "lost-bag, version 12", "call.dropped", "No play, no monitor", "Konstantynopolitańczykowianeczka", "Rechtsschutzversicherungsgesellschaftenzusammenschlussverzögerung"} {
		if !strings.Contains(all, bare.ReplaceAllString(want, "")) {
			t.Errorf("%q is missing", want)
		}
	}
}

func TestRowsAreBalanced(t *testing.T) {
	for stages, want := range map[int]string{1: "[1]", 2: "[2]", 4: "[4]", 5: "[3 2]", 6: "[3 3]", 7: "[4 3]", 9: "[3 3 3]", 10: "[4 3 3]"} {
		if _, rows := split(stages); fmt.Sprint(rows) != want {
			t.Errorf("%d stages: %v, want %s", stages, rows, want)
		}
	}
}

// Whatever the words are, no line is wider than its room, and no letter is lost.
func TestLinesFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.StringOfN(rapid.RuneFrom([]rune("aiWMłńüß.-_ Жю漢🙂e\u0301")), 0, 80, -1).Draw(t, "words")
		across := rapid.Float64Range(60, 300).Draw(t, "across")
		for _, in := range []*font{&regular, &bold, &mono} {
			lines := in.wrap(words, 14, across)
			for _, line := range lines {
				if in.width(line, 14) > across {
					t.Fatalf("%q is %.1f wide, and has %.1f", line, in.width(line, 14), across)
				}
			}
			bare := func(s string) int { return len([]rune(strings.NewReplacer(" ", "", "-", "").Replace(s))) }
			if in == &mono && bare(strings.Join(lines, "")) < bare(words)-strings.Count(words, "\u0301") {
				t.Fatalf("%q lost letters: %q", words, lines)
			}
		}
	})
}

func TestTheTerminalsWidthIsKept(t *testing.T) {
	m := Draw(sample(), samplePlays())
	for across := 40; across < 200; across += 7 {
		for line := range strings.Lines(m.Terminal(across, true)) {
			if got := text.StringWidthWithoutEscSequences(strings.TrimRight(line, "\n")); got > across {
				t.Errorf("of %d columns this has %d: %q", across, got, line)
			}
		}
	}
}

func TestColoursAreAskedFor(t *testing.T) {
	m := Draw(sample(), samplePlays())
	plain, coloured := m.Terminal(0, false), m.Terminal(0, true)
	if strings.Contains(plain, "\x1b") {
		t.Error("nobody asked for colours")
	}
	if bare := regexp.MustCompile("\x1b\\[[0-9]+m").ReplaceAllString(coloured, ""); bare == coloured || bare != plain {
		t.Error("colours are missing, or change the words")
	}
	for _, want := range []string{"● The flight lands late", "◐ The seat", "◆ The payment", "✗ The confirmation", "○ The wifi", "missing  a play\n", "monitor  none in the play; there it would be watched", "monitor  ops feed of arrivals; silent after 6h", "- call.dropped"} {
		if !strings.Contains(plain, want) {
			t.Errorf("%q is missing in\n%s", want, plain)
		}
	}
}

// Every text can be read on every ground that it stands on (WCAG AA asks for 4.5).
func TestContrast(t *testing.T) {
	for name, p := range map[string]palette{"light": light, "dark": dark} {
		type pair struct{ what, ink, ground string }
		pairs := []pair{{"a word", p.ink, p.ground}, {"a faint word", p.faint, p.ground}, {"a number", p.ground, p.line}, {"a faint word beside", p.faint, p.beside.fill}, {"a lack beside", p.kinds[Unwatched].edge, p.beside.fill}}
		for _, standing := range standings {
			kind := p.kinds[standing]
			pairs = append(pairs, pair{standing.String(), p.ink, kind.fill}, pair{"faint, " + standing.String(), p.faint, kind.fill}, pair{"what lacks, " + standing.String(), kind.edge, kind.fill})
		}
		for _, one := range pairs {
			if got := contrast(t, one.ink, one.ground); got < 4.5 {
				t.Errorf("%s: %s: %.2f", name, one.what, got)
			}
		}
	}
}

func contrast(t *testing.T, a, b string) float64 {
	x, y := luminance(t, a), luminance(t, b)
	return (math.Max(x, y) + .05) / (math.Min(x, y) + .05)
}

func luminance(t *testing.T, colour string) (sum float64) {
	for i, weight := range []float64{.2126, .7152, .0722} {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		part := float64(n) / 255
		if part <= .03928 {
			part /= 12.92
		} else {
			part = math.Pow((part+.055)/1.055, 2.4)
		}
		sum += weight * part
	}
	return sum
}

// Whatever stands in the names, the drawing is XML, and nothing commands a terminal.
func TestAnyNameCanBeDrawn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String()
		m := Draw(Journey{Name: name.Draw(t, "journey"), About: name.Draw(t, "about"), Stages: []Stage{{
			Name: name.Draw(t, "stage"), About: name.Draw(t, "stage's about"),
			Failures: []Failure{{Name: name.Draw(t, "failure"), Trigger: "t", Cause: name.Draw(t, "cause"), Fixed: true, Fix: name.Draw(t, "fix")}},
		}}}, []Play{{Name: name.Draw(t, "play"), Trigger: "t", When: name.Draw(t, "when"), Monitor: name.Draw(t, "monitor"), Tiers: []string{name.Draw(t, "tier")}}, {Trigger: name.Draw(t, "trigger")}})
		decoder := xml.NewDecoder(strings.NewReader(m.SVG()))
		for {
			if _, err := decoder.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
		if drawn := m.Terminal(80, false); strings.ContainsAny(drawn, "\x1b\x00\a\r\t") {
			t.Fatalf("%q", drawn)
		}
	})
}
