package stripe

import (
	"iter"
	"math"
	"strconv"

	"makegood/internal/sandbox/twin"
)

// listing is the paging and the created filter that all lists share.
type listing struct {
	limit                       int
	startingAfter, endingBefore string
	after, before               int64 // created, both included
}

func (p *params) listing() listing {
	l := listing{limit: 10, before: math.MaxInt64, after: math.MinInt64}
	if p.given("limit") {
		l.limit = int(p.integer("limit", 1, 100))
	}
	l.startingAfter, l.endingBefore = p.text("starting_after"), p.text("ending_before")
	if l.startingAfter != "" && l.endingBefore != "" {
		p.refuse(invalid("parameters_exclusive", "ending_before", "You may only specify one of these parameters: starting_after, ending_before."))
	}
	if p.given("created") {
		l.after = p.time("created")
		l.before = l.after
	}
	bounds := map[string]func(int64){
		"created[gte]": func(v int64) { l.after = max(l.after, v) },
		"created[gt]":  func(v int64) { l.after = max(l.after, v+1) },
		"created[lte]": func(v int64) { l.before = min(l.before, v) },
		"created[lt]":  func(v int64) { l.before = min(l.before, v-1) },
	}
	for key := range p.values {
		if bound, ok := bounds[key]; ok {
			bound(p.time(key))
		} else if len(key) > 8 && key[:8] == "created[" {
			p.refuse(invalid("parameter_unknown", key, "Received unknown parameter: %s", key))
		}
	}
	return l
}

// listed is what a list shows: an item, its id and when it was created.
type listed struct {
	id      string
	created int64
	show    func() object
}

// page cuts one page out of the items, which come newest first. Only the items
// of the page are shown.
func (l listing) page(url, what string, items iter.Seq[listed]) (object, *Error) {
	var match []listed
	anchor := -1
	for item := range items {
		if item.id == l.startingAfter || item.id == l.endingBefore {
			anchor = len(match)
			if l.endingBefore != "" {
				break
			}
			match = match[:0] // only what follows counts
			anchor = 0
			continue
		}
		if item.created >= l.after && item.created <= l.before {
			match = append(match, item)
			if l.endingBefore == "" && (l.startingAfter == "" || anchor >= 0) && len(match) > l.limit {
				break
			}
		}
	}
	for param, id := range map[string]string{"starting_after": l.startingAfter, "ending_before": l.endingBefore} {
		if id != "" && anchor < 0 {
			return nil, missing(what, id, param)
		}
	}
	more := len(match) > l.limit
	switch {
	case more && l.endingBefore != "":
		match = match[len(match)-l.limit:]
	case more:
		match = match[:l.limit]
	}
	data := make([]object, len(match))
	for i, item := range match {
		data[i] = item.show()
	}
	return object{"object": "list", "url": url, "has_more": more, "data": data}, nil
}

// newest lists a slice from its end, skipping what keep refuses.
func newest[T any](items []T, keep func(T) bool, list func(T) listed) iter.Seq[listed] {
	return func(yield func(listed) bool) {
		for item := range twin.Newest(items) {
			if (keep == nil || keep(item)) && !yield(list(item)) {
				return
			}
		}
	}
}

func decimal(v int64) string { return strconv.FormatInt(v, 10) }
