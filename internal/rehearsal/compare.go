package rehearsal

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"makegood/config"
	"makegood/recovery"
)

// Failure is one thing that did not come as it was expected.
type Failure struct {
	Line   int    `json:"line"`
	Column int    `json:"column,omitempty"`
	Field  string `json:"field"`
	Want   string `json:"want,omitempty"`
	Got    string `json:"got"`

	wanted *config.Wanted // what an update changes; nil where it cannot
	value  string         // to this, as YAML
}

// Failures compares what happened with everything that was expected.
func (o *Outcome) Failures() (all []Failure) {
	if o.Err != nil {
		return []Failure{{Line: o.Scenario.Line, Field: o.Scenario.Path, Got: o.Err.Error()}}
	}
	for _, answer := range o.answers {
		if wrong := answer.failure(); wrong != "" {
			all = append(all, Failure{Line: answer.asked.Line, Field: answer.asked.Path + "." + answer.asked.Update, Got: wrong})
		}
	}
	if len(o.Scenario.Expected) == 0 {
		all = append(all, Failure{Line: o.Scenario.Line, Field: o.Scenario.Path + ".expect", Got: "nothing is expected here; write it, or let --update write what happens"})
	}
	for i := range o.Scenario.Expected {
		all = append(all, o.compare(&o.Scenario.Expected[i])...)
	}
	slices.SortStableFunc(all, func(a, b Failure) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column)) })
	return all
}

func (o *Outcome) compare(expected *config.Expected) (all []Failure) {
	views := o.views(expected)
	if len(views) != 1 {
		wrong := "no such recovery had begun by then"
		if len(views) > 1 {
			wrong = fmt.Sprintf("%d recoveries are meant; name the experience, the customer or the trigger", len(views))
		}
		return []Failure{{Line: expected.Line, Field: expected.Path, Got: wrong}}
	}
	for i := range expected.Wanted {
		wanted := &expected.Wanted[i]
		if failure, differs := views[0].differs(wanted); differs {
			failure.Line, failure.Column, failure.Field, failure.wanted = wanted.Line, wanted.Column, wanted.Field, wanted
			all = append(all, failure)
		}
	}
	return all
}

// differs compares one field.
func (v *view) differs(w *config.Wanted) (Failure, bool) {
	switch w.Field {
	case "messages", "remedies":
		return v.listDiffers(w)
	case "no_words":
		silent := len(v.messages) == 0
		return Failure{Want: strconv.FormatBool(w.True), Got: strconv.FormatBool(silent), value: strconv.FormatBool(silent)}, w.True != silent
	case "confirmed_at", "said_at", "ended_at", "surveys_until":
		at, is := v.moment(w.Field)
		return momentDiffers(w, at, is)
	}
	return textDiffers(w, v.text(w.Field), v.around(w.Field))
}

// around is what else a text may be found in.
func (v *view) around(field string) (all []string) {
	if field == "because" {
		for _, line := range v.state.Story {
			all = append(all, line.What)
		}
	}
	return all
}

func momentDiffers(w *config.Wanted, at time.Duration, is bool) (Failure, bool) {
	failure := Failure{Want: config.Moment(w.At), Got: "none", value: "none"}
	if w.None {
		failure.Want = "none"
	}
	if is {
		failure.Got = config.Moment(at)
		failure.value = quoted(failure.Got)
	}
	return failure, w.None == is || is && w.At.Round(time.Second) != at
}

func textDiffers(w *config.Wanted, got string, around []string) (Failure, bool) {
	failure := Failure{Want: wantedText(w), Got: quoted(got), value: quoted(got)}
	if got == "" {
		failure.Got, failure.value = "none", "none"
	}
	if w.None || got == "" {
		return failure, w.None != (got == "")
	}
	for _, text := range w.Texts {
		if !matchesText(w.Field, text, got, around) {
			return failure, true
		}
	}
	return failure, false
}

// wantedText is what a text should be, or should hold.
func wantedText(w *config.Wanted) string {
	if w.None {
		return "none"
	}
	var all []string
	for _, text := range w.Texts {
		all = append(all, quoted(text))
	}
	return strings.Join(all, " and ")
}

func matchesText(field, want, got string, around []string) bool {
	switch field {
	case "words", "subject":
		return strings.Contains(got, want)
	case "because", "needs": // these are our own sentences
		want = strings.ToLower(want)
		return slices.ContainsFunc(append(around, got), func(text string) bool { return strings.Contains(strings.ToLower(text), want) })
	case "remedy":
		return want == got || want == string(recovery.KindCustom) && providerOf(got) == ""
	case "tier":
		return want == got || sameTier(want, got)
	case "given": // in any order
		return slices.Equal(amounts(want), amounts(got))
	}
	return want == got
}

// amounts are those that a text joins, sorted.
func amounts(text string) []string {
	return slices.Sorted(slices.Values(strings.Split(text, config.AmountsJoin)))
}

// sameTier says whether two thresholds are the same, written otherwise: 72h and 3d.
func sameTier(a, b string) bool {
	if x, err := recovery.ParseDuration(a); err == nil {
		y, err := recovery.ParseDuration(b)
		return err == nil && x == y
	}
	x, err := strconv.ParseFloat(a, 64)
	y, errB := strconv.ParseFloat(b, 64)
	return err == nil && errB == nil && x == y
}
