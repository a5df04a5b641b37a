package rehearsal

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"makegood/config"
)

// item is one of several messages or remedies.
type item struct {
	at   time.Duration
	text func(field string) string
}

func (one item) differs(part *config.Wanted) bool {
	if part.Field == "at" {
		_, differs := momentDiffers(part, one.at, true)
		return differs
	}
	_, differs := textDiffers(part, one.text(part.Field), nil)
	return differs
}

// items are the messages or remedies in the order in which they went out.
func (v *view) items(field string) (all []item) {
	if field == "messages" {
		inOrder := slices.Clone(v.messages)
		slices.SortStableFunc(inOrder, func(a, b Message) int { return a.At.Compare(b.At) })
		for _, message := range inOrder {
			all = append(all, item{v.after(message.At), message.text})
		}
		return all
	}
	for _, gift := range v.gifts {
		all = append(all, item{v.after(gift.At), func(field string) string {
			if field == "remedy" {
				return gift.Remedy
			}
			return gift.amount()
		}})
	}
	return all
}

// listDiffers compares messages or remedies one by one, each in the fields that it names.
func (v *view) listDiffers(w *config.Wanted) (Failure, bool) {
	got := v.items(w.Field)
	failure := Failure{Want: wantedItems(w.Items), Got: gotItems(got, w)}
	failure.value = failure.Got
	if len(got) != len(w.Items) {
		return failure, true
	}
	for i, parts := range w.Items {
		for j := range parts {
			if got[i].differs(&parts[j]) {
				return failure, true
			}
		}
	}
	return failure, false
}

// gotItems writes what there was: each in the fields that were named of it, and of what
// they hold already as they are. What nobody named is written as the one before it is.
func gotItems(items []item, w *config.Wanted) string {
	usual := []string{"at", "channel"}
	if w.Field == "remedies" {
		usual = []string{"at", "remedy", "amount"}
	}
	names := usual
	all := []string{}
	for i, one := range items {
		var parts []string
		if i < len(w.Items) {
			names = nil
			for j := range w.Items[i] {
				part := &w.Items[i][j]
				names = append(names, part.Field)
				parts = append(parts, part.Field+": "+one.written(part))
			}
		} else {
			if len(names) == 0 {
				names = usual
			}
			for _, name := range names {
				parts = append(parts, name+": "+one.value(name))
			}
		}
		all = append(all, "{"+strings.Join(parts, ", ")+"}")
	}
	return "[" + strings.Join(all, ", ") + "]"
}

// value is a field as YAML.
func (one item) value(field string) string {
	if field == "at" {
		return quoted(config.Moment(one.at))
	}
	return quoted(cmp.Or(one.text(field), "none"))
}

// written is the value of a field that was named: parts of a text that are found in it
// stay.
func (one item) written(part *config.Wanted) string {
	if part.None || len(part.Texts) == 0 || part.Field == "at" || one.differs(part) {
		return one.value(part.Field)
	}
	var texts []string
	for _, text := range part.Texts {
		texts = append(texts, quoted(text))
	}
	if len(texts) == 1 {
		return texts[0]
	}
	return "[" + strings.Join(texts, ", ") + "]"
}

func wantedItems(items [][]config.Wanted) string {
	all := []string{}
	for _, one := range items {
		var parts []string
		for i := range one {
			part := &one[i]
			value := wantedText(part)
			if part.Field == "at" {
				value = config.Moment(part.At)
			}
			parts = append(parts, part.Field+": "+value)
		}
		all = append(all, "{"+strings.Join(parts, ", ")+"}")
	}
	return "[" + strings.Join(all, ", ") + "]"
}
