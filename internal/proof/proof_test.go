package proof

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"makegood/recovery"
)

// work is a play whose fields stand nowhere but in their own texts: line 1, at the
// byte at which a piece begins.
func work(play *recovery.Play) Work {
	return Work{
		Play: play, File: "x.yaml",
		Place:   func(string) (line, column int) { return 1, 1 },
		PlaceIn: func(_, _ string, begins int, _ string) (line, column int) { return 1, begins + 1 },
	}
}

func play(text string, change ...func(*recovery.Play)) *recovery.Play {
	p := &recovery.Play{
		Name: "late-flight", Version: 3, Measure: "delay_minutes",
		Tiers:   []recovery.Tier{{AtLeast: 180, Remedy: recovery.Remedy{Credit: &recovery.Credit{Amount: &recovery.Money{Amount: 500, Currency: "eur"}}}}},
		Apology: recovery.Apology{Channels: []recovery.Channel{recovery.SMS, recovery.Email}, Text: map[string]string{"en": text}},
	}
	p.Monitor = &recovery.Monitor{From: "feed"}
	for _, one := range change {
		one(p)
	}
	return p
}

func coupon(p *recovery.Play) {
	p.Tiers = append(p.Tiers, recovery.Tier{AtLeast: 360, Remedy: recovery.Remedy{Coupon: &recovery.Coupon{Amount: &recovery.Money{Amount: 500, Currency: "eur"}}}})
}

func couponWay(p *recovery.Play) { p.Tiers[0].Else = []recovery.Way{{Kind: recovery.KindCoupon}} }

func channels(all ...recovery.Channel) func(*recovery.Play) {
	return func(p *recovery.Play) { p.Apology.Channels = all }
}

func also(locale, text string) func(*recovery.Play) {
	return func(p *recovery.Play) { p.Apology.Text[locale] = text }
}

func measure(name string) func(*recovery.Play) {
	return func(p *recovery.Play) { p.Measure = name }
}

// owes is a play of which the first tier owes another remedy.
func owes(remedy recovery.Remedy, change ...func(*recovery.Play)) *recovery.Play {
	return play("{{.Remedy}}", append([]func(*recovery.Play){func(p *recovery.Play) { p.Tiers[0].Remedy = remedy }}, change...)...)
}

func budget(p *recovery.Play) { p.Budget = &recovery.Budget{} }

func TestRead(t *testing.T) {
	euros, share := &recovery.Money{Amount: 500, Currency: "eur"}, recovery.Percent(25)
	const cut, grows = "flat_refund 1: a flat refund above what was paid is cut to it, and no other way gives the rest\n", "growth 1: what this grows by after the tier is met is not given, not with top_up either\n"
	const idle = "idle_budget 1: the play gives no money that a budget could hold up\n"
	flat, least := &recovery.Refund{Amount: euros}, &recovery.Refund{Amount: euros, Percent: share}
	sum, growing := &recovery.Refund{Sum: []recovery.Amount{{Percent: share}, {Amount: euros}}}, &recovery.Credit{Amount: euros, Per: 60}
	dated := &recovery.Coupon{Dated: []recovery.DatedMoney{{Money: *euros}}}
	long := strings.Repeat("So long. ", 40)
	custom := func(p *recovery.Play) {
		p.Tiers[0].Remedy = recovery.Remedy{Custom: &recovery.Custom{Activity: "Award", Words: map[string]string{"en": "Shop now."}}}
	}
	for name, c := range map[string]struct {
		play *recovery.Play
		want string // kind at column: what, for each
	}{
		"nothing":                 {play("{{.Customer.Name}}, sorry. {{.Remedy}}"), ""},
		"a promise":               {play("{{.Remedy}} We promise it."), `promises 13: "We promise" promises to do better` + "\n"},
		"a sale":                  {play("{{.Remedy}} Shop now."), `sells 13: "Shop now" sells` + "\n"},
		"a promise in a subject":  {play("{{.Remedy}}", func(p *recovery.Play) { p.Apology.Subject = map[string]string{"en": "Never again"} }), `promises 1: "Never again" promises to do better` + "\n"},
		"more that sells":         {play("{{.Remedy}}", func(p *recovery.Play) { p.Apology.More = map[string]string{"en": "Buy."} }), `sells 1: "Buy" sells` + "\n"},
		"a remedy that sells":     {play("{{.Remedy}}", custom), `sells 1: "Shop now" sells` + "\n"},
		"no monitor":              {play("{{.Remedy}}", func(p *recovery.Play) { p.Monitor = nil }), "no_monitor 1: this does not say where its trigger comes from\n"},
		"a language without list": {play("{{.Remedy}}", also("fr", "{{.Remedy}} Plus jamais, never again.")), ""},
		"a short link":            {play("{{.Remedy}} example.com"), ""},
		"a long link":             {play(long + "{{.Remedy}} example.com/x"), `long_link 373: the link "example.com/x" stands in a text message of up to 3 parts` + "\n"},
		"a long link by e-mail":   {play(long+"{{.Remedy}} example.com/x", channels(recovery.Email)), ""},
		"a long code":             {play(long+"{{.Amount}} {{.Code}}", coupon), "long_code 373: a code stands in a text message of up to 3 parts\n"},
		"a long coupon":           {play(long+"{{.Remedy}}", coupon), "long_code 361: the remedy says a coupon's code in a text message of up to 4 parts\n"},
		"a long other way":        {play(long+"{{.Remedy}}", couponWay), "long_code 361: the remedy says a coupon's code in a text message of up to 4 parts\n"},
		"a long credit":           {play(long + "{{.Remedy}}"), ""},
		"a costly sign":           {play("It’s late. {{.Remedy}}"), `costly 3: "’" makes each part hold 70 characters and not 160` + "\n"},
		"two costly signs":        {play("It’s late… {{.Remedy}}"), `costly 3: "’" is one of the signs that make each part hold 70 characters and not 160` + "\n" + `costly 12: "…" is one of the signs that make each part hold 70 characters and not 160` + "\n"},
		"a sign among letters":    {play("It’s żal. {{.Remedy}}"), ""},
		"a costly sign by e-mail": {play("It’s late. {{.Remedy}}", channels(recovery.Email)), ""},
		"one way":                 {play("{{.Remedy}}", channels(recovery.SMS)), "one_way 1: the words cannot go by e-mail\n"},
		"nothing is said":         {play("Sorry."), "left_out 1: this does not say what was given\n"},
		"the amount is said":      {play("Sorry. {{.Amount}}"), ""},
		"a name is left out":      {play("{{.Measure}} {{.Remedy}}", also("pl", "{{.Amount}} {{.Ref}}")), "left_out 1: this leaves out .Measure, which en says\n"},
		"a language of ours":      {play("{{.Remedy}}", also("nn", "{{.Remedy}}"), also("de-CH", "{{.Remedy}}")), ""},
		"another language":        {play("{{.Remedy}}", also("hu", "{{.Remedy}}")), "foreign 1: {{.Remedy}} would be in English in the middle of this\n"},
		"another, without remedy": {play("{{.Amount}}", also("hu", "{{.Amount}}")), ""},
		"another, with a measure": {play("{{.Measure}} {{.Amount}}", also("hu", "{{.Amount}} {{.Measure}}")), "foreign 1: the units of {{.Measure}} would be in English in the middle of this\n"},
		"another, with a number":  {play("{{.Measure}} {{.Amount}}", also("hu", "{{.Amount}} {{.Measure}}"), measure("occurrences")), ""},
		"another, topped up":      {play("{{.Amount}}", also("hu", "{{.Amount}}"), func(p *recovery.Play) { p.TopUp = true }), "foreign 1: what is said when more is given (apology.more) would be in English in the middle of this\n"},
		"a unit":                  {play("{{.Measure}} hours late. {{.Remedy}}"), "unit_twice 14: {{.Measure}} says its unit already, and this says it again\n"},
		"a unit with a dash":      {play("A {{.Measure}}-hour delay. {{.Remedy}}"), "unit_twice 16: {{.Measure}} says its unit already, and this says it again\n"},
		"a unit in a subject":     {play("{{.Remedy}}", func(p *recovery.Play) { p.Apology.Subject = map[string]string{"en": "{{.Measure}} min late"} }), "unit_twice 14: {{.Measure}} says its unit already, and this says it again\n"},
		"a unit in German":        {play("{{.Measure}} {{.Remedy}}", also("de", "{{.Measure}} Stunden. {{.Remedy}}")), "unit_twice 14: {{.Measure}} says its unit already, and this says it again\n"},
		"a unit in the plural":    {play(`{{.Measure}} {{plural "one" "day" "other" "days"}}. {{.Remedy}}`, measure("open")), "unit_twice 14: {{.Measure}} says its unit already, and this says it again\n"},
		"another plural":          {play(`{{.Measure}} {{plural "one" "stop" "other" "stops"}}. {{.Remedy}}`), ""},
		"a unit after a number":   {play("{{.Measure}} hours. {{.Remedy}}", measure("delay")), ""},
		"a share":                 {owes(recovery.Remedy{Refund: &recovery.Refund{Percent: share, AtMost: euros}}), ""},
		"a flat refund":           {owes(recovery.Remedy{Refund: flat}), cut},
		"at least a flat refund":  {owes(recovery.Remedy{Refund: least}), cut},
		"a sum with a flat part":  {owes(recovery.Remedy{Refund: sum}), cut},
		"a flat refund of enough": {owes(recovery.Remedy{Refund: flat}, func(p *recovery.Play) { p.When = "payment.amount >= 500" }), ""},
		"what grows":              {owes(recovery.Remedy{Credit: growing}), grows},
		"what grows to the end":   {owes(recovery.Remedy{Credit: growing}, func(p *recovery.Play) { p.Settle = recovery.SettleResolved }), ""},
		"below zero":              {play("{{.Remedy}}", func(p *recovery.Play) { p.Tiers[0].AtLeast = -5 }), "below_zero 1: this is below 0\n"},
		"a budget":                {play("{{.Remedy}}", budget), ""},
		"a budget for coupons":    {owes(recovery.Remedy{Coupon: dated}, budget), ""},
		"a budget for shares":     {owes(recovery.Remedy{Coupon: &recovery.Coupon{Percent: share}}, budget), idle},
		"a word like a unit":      {play("{{.Measure}} time. {{.Measure}} hourly. {{.Measure}}. Days. {{.Remedy}}"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			proof, err := Read(work(c.play))
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, one := range proof.Remarks {
				got += fmt.Sprintf("%s %d: %s\n", one.Kind, one.Column, one.What)
				if one.Why == "" || one.Mend == "" || one.Field == "" || one.File != "x.yaml" {
					t.Errorf("%+v", one)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLengths(t *testing.T) {
	proof, err := Read(work(play("{{.Remedy}} Sorry.", also("fr", "{{.Remedy}} Pardon…"), also("pl", "{{.Remedy}} Żal ż."))))
	if err != nil {
		t.Fatal(err)
	}
	if len(proof.Locales) != 3 {
		t.Fatalf("%+v", proof.Locales)
	}
	en, fr, pl := proof.Locales[0], proof.Locales[1], proof.Locales[2]
	if en.Locale != "en" || !en.Read || en.Outside != nil || en.Shortest.Parts != 1 || en.Longest.Characters < en.Shortest.Characters {
		t.Errorf("%+v", en)
	}
	if fr.Read || strings.Join(fr.Outside, "") != "…" {
		t.Errorf("%+v", fr)
	}
	if !pl.Read || pl.Longest.Parts != 2 || !strings.Contains(strings.Join(pl.Outside, ""), "Żż") {
		t.Errorf("%+v", pl)
	}
}

// A condition that may be neither true nor false is remarked on, at its place.
func TestAConditionThatMayBeNeither(t *testing.T) {
	unsure := work(play("{{.Remedy}}"))
	unsure.Unsure = true
	proof, err := Read(unsure)
	if err != nil || len(proof.Remarks) != 1 || proof.Remarks[0].Kind != UnsureWhen || proof.Remarks[0].Field != "when" {
		t.Errorf("%v %+v", err, proof.Remarks)
	}
}

// A play is never chosen where one that is asked before applies to all that it does, and
// only there.
func TestPlaysThatAreNeverChosen(t *testing.T) {
	of := func(whens ...string) (works []Work) {
		for i, when := range whens {
			p := play("{{.Remedy}}")
			p.Name, p.Trigger, p.When = fmt.Sprint("p", i), "t", when
			works = append(works, work(p))
		}
		return works
	}
	another := of("a", "a")
	another[1].Play.Trigger = "u"
	for name, c := range map[string]struct {
		works []Work
		want  string
	}{
		"each its own":            {of("a", "b", ""), ""},
		"one for all, asked last": {of("", "a"), ""},
		"the same":                {of("a", "b", "a "), "when: no customer comes to this play: p0 (x.yaml) is asked before, and applies to all of them\n"},
		"after one for all":       {of("", "true", "b"), "when: no customer comes to this play: p1 (x.yaml) is asked before, and applies to all of them\ntrigger: no customer comes to this play: p1 (x.yaml) is asked before, and applies to all of them\n"},
		"of another trigger":      {another, ""},
	} {
		got := ""
		for _, one := range NeverChosen(c.works) {
			got += one.Field + ": " + one.What + "\n"
			if one.Kind != Unchosen || one.Why == "" || one.Mend == "" || one.File != "x.yaml" || one.Line != 1 {
				t.Errorf("%+v", one)
			}
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
