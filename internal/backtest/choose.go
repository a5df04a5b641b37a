package backtest

import "slices"

// maxRemembered is how many different answers to the conditions of one trigger a reader
// remembers.
const maxRemembered = 1 << 16

// remembered are the plays that conditions chose, by what they look at. Where they look
// at what differs from each observation to the next, they are asked each time.
type remembered struct {
	plays  map[string][2]uint16
	causes map[string][maxExempts]uint16 // what attributes say of causes
	key    []byte
}

func (m *remembered) rememberCauses(key []byte, causes [maxExempts]uint16) {
	if key == nil || len(m.causes) >= maxRemembered {
		return
	}
	if m.causes == nil {
		m.causes = map[string][maxExempts]uint16{}
	}
	m.causes[string(key)] = causes
}

// canRemember says whether observations can be told apart by what conditions look at.
func canRemember(looks []string) bool {
	return !slices.ContainsFunc(looks, func(name string) bool {
		switch name {
		case "attributes", "trigger", "resolved", "incident", "customer.segment", "customer.locale", "customer.time_zone", "payment.currency":
			return false
		}
		return true
	})
}

// keyOf is what the conditions of a route look at, as it stands in the line.
func (m *remembered) keyOf(f *fields, to *route) []byte {
	key := append(m.key[:0], to.trigger...)
	for _, name := range to.looks {
		key = append(key, 0)
		switch name {
		case "attributes":
			key = append(key, f.attributes...)
		case "resolved":
			if f.resolved {
				key = append(key, 1)
			}
		case "incident":
			key = append(key, f.incident...)
		case "customer.segment":
			key = append(key, f.customer.segment...)
		case "customer.locale":
			key = append(key, f.customer.locale...)
		case "customer.time_zone":
			key = append(key, f.customer.timeZone...)
		case "payment.currency":
			key = append(key, f.payment.currency...)
		}
	}
	m.key = key
	return key
}

// chosen is the play of each side that has a choice.
func (r *reader) chosen(to *route) [2]uint16 {
	remember := to.looks != nil && r.slow == nil
	var key []byte
	if remember {
		key = r.remembered.keyOf(&r.fields, to)
		if plays, known := r.remembered.plays[string(key)]; known {
			return plays
		}
	}
	whole := r.observation()
	var plays [2]uint16
	for side := range r.book.sides {
		if to.choices[side] {
			plays[side] = r.book.choose(side, whole)
		}
	}
	if remember && len(r.remembered.plays) < maxRemembered {
		if r.remembered.plays == nil {
			r.remembered.plays = map[string][2]uint16{}
		}
		r.remembered.plays[string(key)] = plays
	}
	return plays
}
