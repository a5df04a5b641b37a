package config_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"makegood/config"
	"makegood/recovery"
)

// playFor is the sound play under a name, for those to whom a condition applies.
func playFor(name, when string) *fstest.MapFile {
	text := strings.Replace(sound, "play: late-flight", "play: "+name, 1)
	if when != "" {
		text = strings.Replace(text, "hold: 10m\n", fmt.Sprintf("hold: 10m\nwhen: '%s'\n", when), 1)
	}
	return file(text)
}

func flight(attributes map[string]any) *recovery.Observation {
	return &recovery.Observation{
		ID: "1", Trigger: "flight.delayed", Experience: "LO391", ObservedAt: time.Date(2026, 11, 21, 18, 0, 0, 0, time.UTC),
		Measures: map[string]float64{"delay_minutes": 192}, Attributes: attributes,
		Customer: recovery.Customer{ID: "c-1", Segment: "gold", Locale: "pl-PL"},
		Payment:  &recovery.Payment{Amount: 4960, Currency: "eur"},
	}
}

func TestChoose(t *testing.T) {
	three := fstest.MapFS{
		"a.yaml": playFor("single", `attributes.ticket == "single"`),
		"b.yaml": playFor("far", `attributes.km > 1000`),
		"z.yaml": playFor("all", ""),
	}
	two := fstest.MapFS{"b.yaml": playFor("far", `attributes.km > 1000`), "a.yaml": playFor("single", `attributes.ticket == "single"`)}
	for name, c := range map[string]struct {
		plays      fstest.MapFS
		attributes map[string]any
		play, why  string
	}{
		"the first": {
			three,
			map[string]any{"ticket": "single", "km": 2000.0},
			"single", `single applies: attributes.ticket == "single"`,
		},
		"the second": {
			three,
			map[string]any{"ticket": "return", "km": 2000.0},
			"far", `single does not apply: attributes.ticket == "single" is not so; far applies: attributes.km > 1000`,
		},
		"the one for all": {
			three,
			map[string]any{"ticket": "return", "km": 1000.0},
			"all", `single does not apply: attributes.ticket == "single" is not so; far does not apply: attributes.km > 1000 is not so`,
		},
		"an attribute that is missing": {
			three,
			map[string]any{"km": 1000.5},
			"far", `single does not apply: ticket is not given, and it asks for attributes.ticket == "single"; far applies: attributes.km > 1000`,
		},
		"no attribute at all": {
			three, nil,
			"all", `single does not apply: ticket is not given, and it asks for attributes.ticket == "single"; far does not apply: km is not given, and it asks for attributes.km > 1000`,
		},
		"one of another type": {
			three,
			map[string]any{"ticket": 3.0, "km": "far"},
			"all", `single does not apply: attributes.ticket == "single" is not so; far does not apply: attributes.km > 1000 cannot be answered: no such overload`,
		},
		"none applies": {
			two,
			map[string]any{"ticket": "return", "km": 10.0},
			"", `single does not apply: attributes.ticket == "single" is not so; far does not apply: attributes.km > 1000 is not so`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			book, err := config.LoadPlaybookFS(c.plays)
			if err != nil {
				t.Fatal(err)
			}
			play, why := book.Choose(flight(c.attributes))
			got := ""
			if play != nil {
				got = play.Name
			}
			if got != c.play {
				t.Errorf("%q, want %q", got, c.play)
			}
			if diff := cmp.Diff(c.why, why); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestChooseWithoutAChoice(t *testing.T) {
	book, err := config.LoadPlaybookFS(fstest.MapFS{"a.yaml": playFor("all", "")})
	if err != nil {
		t.Fatal(err)
	}
	if play, why := book.Choose(flight(nil)); play == nil || why != "" {
		t.Errorf("%v, %q", play, why)
	}
	other := flight(nil)
	other.Trigger = "train.delayed"
	if play, why := book.Choose(other); play != nil || why != "" {
		t.Errorf("%v, %q", play, why)
	}
	if !book.Knows("flight.delayed") || book.Knows("train.delayed") {
		t.Error("the triggers that are known are others")
	}
}

// Those with a condition are asked in the order of their files, whatever their names;
// the one for all is asked last, wherever its file stands.
func TestTheOrderOfPlays(t *testing.T) {
	book, err := config.LoadPlaybookFS(fstest.MapFS{
		"0.yaml": playFor("for-all", ""), "1.yaml": playFor("z-first", "resolved"), "2/x.yaml": playFor("second", "!resolved"), "3.yaml": playFor("a-third", "true"),
	})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, play := range book.Plays() {
		names = append(names, play.Name)
	}
	if diff := cmp.Diff([]string{"z-first", "second", "a-third", "for-all"}, names); diff != "" {
		t.Error(diff)
	}
	if _, only := book.ForAll("flight.delayed"); only {
		t.Error("one of four plays was taken for the only one")
	}
	if play, known := book.Named("a-third"); !known || play.When != "true" {
		t.Errorf("%+v, %v", play, known)
	}
}

// Conditions see everything of an observation but how to reach someone.
func TestConditions(t *testing.T) {
	for when, want := range map[string]bool{
		`trigger == "flight.delayed" && experience.startsWith("LO")`: true,
		`incident == ""`: true,
		`observed_at > timestamp("2026-11-21T17:59:59Z")`:                                  true,
		`observed_at.getHours("Europe/Warsaw") == 19`:                                      true,
		`observed_at.getHours("+01:00") == 19 && occurred_at.getHours("UTC") >= 0`:         true,
		`payment.currency in ["usd", "eur", ""] && payment.currency.upperAscii() == "EUR"`: true,
		`resolved`: false,
		`measures.delay_minutes >= 192 && !("wait_minutes" in measures)`:           true,
		`measures.wait_minutes > 0.0`:                                              false,
		`customer.id == "c-1" && customer.segment.lowerAscii() in ["gold", "red"]`: true,
		`customer.locale.startsWith("pl") && customer.time_zone == ""`:             true,
		`payment.amount > 4959 && payment.currency == "eur"`:                       true,
		`has(attributes.vip) && attributes.vip`:                                    true,
		`attributes.vip`:                                                           true,
		`attributes.from.city == "Warszawa"`:                                       true,
		`attributes.tags.exists(t, t == "late")`:                                   true,
		`attributes.km == 300 && attributes.km > 299.5`:                            true,
		`attributes.km`: false, // a number is no answer
	} {
		book, err := config.LoadPlaybookFS(fstest.MapFS{"a.yaml": playFor("some", when)})
		if err != nil {
			t.Fatal(err)
		}
		observed := flight(map[string]any{"vip": true, "from": map[string]any{"city": "Warszawa"}, "tags": []any{"x", "late"}, "km": 300.0})
		if play, why := book.Choose(observed); (play != nil) != want {
			t.Errorf("%s: %v, because %s", when, play != nil, why)
		}
	}
	if play, why := func() (*recovery.Play, string) {
		book, _ := config.LoadPlaybookFS(fstest.MapFS{"a.yaml": playFor("some", "payment.amount == 0 && payment.currency == \"\"")})
		observed := flight(nil)
		observed.Payment = nil
		return book.Choose(observed)
	}(); play == nil {
		t.Errorf("where no payment is known: %s", why)
	}
}

// What a hostile author writes is refused, or ends soon, whatever a hostile backend
// sends along.
func TestConditionsEndSoon(t *testing.T) {
	long, many := strings.Repeat("a", 30_000), make([]any, 10_000)
	for i := range many {
		many[i] = long[:3]
	}
	for _, when := range []string{
		`attributes.long.matches("(a*)*(a*)*(a*)*b")`,
		`attributes.long.matches(attributes.long)`,
		`attributes.many.all(x, x == "aaa")`,
		`attributes.many.all(x, attributes.long.contains(x))`,
		`attributes.many.map(x, attributes.long + attributes.long).size() > 3`,
		`attributes.many.exists(x, attributes.many.exists(y, x + y == "b"))`,
		`attributes.long.split("").map(x, attributes.long).size() > 3`,
		`attributes.long.replace("a", attributes.long) == ""`,
		`attributes.many.join(attributes.long) == ""`,
		`"%s%s".format([attributes.long, attributes.long]) == ""`,
		strings.TrimSuffix(strings.Repeat(`attributes.long + `, 200), " + ") + ` == ""`,
		strings.Repeat("!", 4000) + "resolved",
		strings.Repeat("-", 4000) + "1 > 0",
		strings.Repeat("[", 400) + strings.Repeat("]", 400) + " == []",
		strings.Repeat("attributes.", 370) + "x",
	} {
		begun := time.Now()
		book, err := config.LoadPlaybookFS(fstest.MapFS{"a.yaml": playFor("some", when)})
		if err == nil {
			book.Choose(flight(map[string]any{"long": long, "many": many}))
		}
		if took := time.Since(begun); took > 5*time.Second {
			t.Errorf("%.80s took %s", when, took)
		}
	}
}
