package config

import (
	"fmt"
	"slices"
	"time"

	"makegood/recovery"
)

// How the fields of an expectation are read.
var (
	containsFields = []string{"words", "subject", "because", "needs"}
	momentFields   = []string{"said_at", "confirmed_at", "ended_at", "surveys_until"}
	listFields     = map[string][]string{
		"messages": {"at", "channel", "words", "words_are", "subject"},
		"remedies": {"at", "remedy", "amount"},
	}
	channelsOrNone = append([]string{"none"}, channelWords()...)
)

// ExpectFields lists what can be expected, in the order in which it is written out.
func ExpectFields() []string {
	return []string{
		"stage", "play", "tier", "remedy", "amount", "given", "channel", "words", "words_are", "subject", "no_words",
		"confirmed_at", "said_at", "ended_at", "first", "because", "needs", "surveys_until", "messages", "remedies",
	}
}

func (f field) expected(start time.Time) Expected {
	e := Expected{Path: f.path, Line: nodePlace(f.node).line}
	fields := append([]string{"at", "trigger", "experience", "customer"}, ExpectFields()...)
	m := f.mapping(fields...)
	if at := m.may("at"); at.exists() {
		e.At = new(time.Duration)
		at.moment(start, false, e.At)
	}
	m.which(&e.Which)
	e.Wanted = m.wanted(start, ExpectFields())
	if f.exists() && len(e.Wanted) == 0 && f.doc.sound(f.path) && len(m.meant) == 0 {
		f.refuse("this expects nothing", "name at least the stage, as in expect: {stage: delivered}")
	}
	return e
}

// wanted reads the fields of an expectation that are there.
func (m mapping) wanted(start time.Time, names []string) (all []Wanted) {
	for _, name := range names {
		one, there := m.fields[name]
		if !there {
			continue
		}
		at := nodePlace(one.node)
		w := Wanted{Field: name, Path: one.path, Line: at.line, Column: at.column, node: one.node}
		one.want(start, &w)
		all = append(all, w)
	}
	return all
}

func (f field) want(start time.Time, w *Wanted) {
	if parts, isList := listFields[w.Field]; isList {
		for _, item := range f.each() {
			w.Items = append(w.Items, item.mapping(parts...).wanted(start, append([]string{"at"}, ExpectFields()...)))
		}
		return
	}
	if w.Field == "no_words" {
		f.truth(&w.True)
		return
	}
	if slices.Contains(containsFields, w.Field) {
		for _, one := range f.each() {
			var written string
			one.text(&written)
			w.Texts = append(w.Texts, written)
		}
		w.None = len(w.Texts) == 1 && w.Texts[0] == "none"
		return
	}
	written, ok := f.raw("write what is expected, or none")
	if w.None = written == "none"; !ok || w.None {
		return
	}
	w.Texts = []string{written}
	switch {
	case w.Field == "at", slices.Contains(momentFields, w.Field):
		f.moment(start, true, &w.At)
	case w.Field == "amount":
		f.wantedAmount(w, false)
	case w.Field == "given":
		f.wantedAmount(w, true)
	default:
		f.canBe(w.Field, written)
	}
}

// canBe refuses words that can never be.
func (f field) canBe(name, written string) {
	var there []string
	switch name {
	case "stage":
		for _, stage := range recovery.Stages() {
			there = append(there, string(stage))
		}
	case "channel":
		there = channelsOrNone
	case "first":
		there = []string{recovery.FirstUs, recovery.FirstCustomer}
	case "remedy":
		there = []string{string(recovery.KindRefund), string(recovery.KindCredit), string(recovery.KindCoupon), string(recovery.KindCustom), "none"}
		if nearest(written, there) == "" && activityForm.MatchString(written) {
			return // an activity of the author's own
		}
	default:
		return
	}
	if !slices.Contains(there, written) {
		f.refuse(fmt.Sprintf("there is no %s %q", name, cut(written)), suggestion(nearest(written, there), there))
	}
}

func channelWords() (words []string) {
	for _, channel := range recovery.Channels() {
		words = append(words, string(channel))
	}
	return words
}
