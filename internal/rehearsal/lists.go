package rehearsal

import (
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

// listDiffers compares messages or remedies one by one, in the fields that are named.
func (v *view) listDiffers(w *config.Wanted) (Failure, bool) {
	got := v.items(w.Field)
	named := []string{"at", "channel"}
	if w.Field == "remedies" {
		named = []string{"at", "remedy", "amount"}
	}
	if len(w.Items) > 0 && len(w.Items[0]) > 0 {
		named = nil
		for _, part := range w.Items[0] {
			named = append(named, part.Field)
		}
	}
	failure := Failure{Want: wantedItems(w.Items), Got: gotItems(got, named), value: gotItems(got, named)}
	if len(got) != len(w.Items) {
		return failure, true
	}
	for i, parts := range w.Items {
		for j := range parts {
			part := &parts[j]
			if got[i].differs(part) {
				return failure, true
			}
		}
	}
	return failure, false
}

func gotItems(items []item, named []string) string {
	all := []string{}
	for _, one := range items {
		var parts []string
		for _, name := range named {
			value := config.Moment(one.at)
			if name != "at" {
				value = one.text(name)
			}
			if value == "" {
				value = "none"
			}
			parts = append(parts, name+": "+quoted(value))
		}
		all = append(all, "{"+strings.Join(parts, ", ")+"}")
	}
	return "[" + strings.Join(all, ", ") + "]"
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
