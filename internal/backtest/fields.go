package backtest

import "bytes"

// fields is one observation as the scanner finds it. Its parts are parts of the line.
type fields struct {
	id, trigger, experience, incident []byte
	observed, occurred                moment
	resolved                          bool
	measures                          measures
	attributes                        []byte // the object as it stands; nil where there is none
	customer                          person
	payment                           payment
}

type measures struct {
	given bool
	count int
	list  [8]measure
	all   map[string]float64 // where the line was read the slow way
}

// of is the value of a measure.
func (m *measures) of(name string) (value float64, given bool) {
	for i := range m.count {
		if string(m.list[i].name) == name {
			return m.list[i].value, true
		}
	}
	value, given = m.all[name]
	return value, given
}

type measure struct {
	name  []byte
	value float64
}

type person struct {
	id, name, phone, email, locale, timeZone, segment []byte
}

type payment struct {
	given                    bool
	intent, charge, customer []byte
	amount                   int64
	currency                 []byte
}

// once marks the members of an object that have come.
type once uint

// again says whether a member has come before, and marks it.
func (o *once) again(member uint) bool {
	known := *o&(1<<member) != 0
	*o |= 1 << member
	return known
}

// scan reads an observation. It returns false where the line is odd: then nothing of it is to be used.
func (f *fields) scan(line []byte) bool {
	*f = fields{}
	f.observed, f.occurred = unknown, unknown
	s := scanner{line: line}
	s.space()
	var seen once
	for name := range s.members {
		if seen.again(f.value(&s, name)) || s.odd {
			return false
		}
	}
	s.space()
	return !s.odd && s.at == len(line)
}

// value reads one member's value, and returns a number that stands for its name.
func (f *fields) value(s *scanner, name []byte) uint {
	switch string(name) {
	case "id":
		f.id = s.text()
		return 0
	case "trigger":
		f.trigger = s.text()
		return 1
	case "experience":
		f.experience = s.text()
		return 2
	case "observed_at":
		f.observed = s.moment()
		return 3
	case "occurred_at":
		f.occurred = s.moment()
		return 4
	case "measures":
		f.measures.scan(s)
		return 5
	case "resolved":
		f.resolved = s.literal()
		return 6
	case "incident":
		f.incident = s.text()
		return 7
	case "attributes":
		start := s.at
		s.attributes(nil)
		f.attributes = s.line[start:s.at]
		return 8
	case "customer":
		f.customer.scan(s)
		return 9
	case "payment":
		f.payment.scan(s)
		return 10
	}
	s.odd = true
	return 11
}

func (m *measures) scan(s *scanner) {
	m.given = true
	for name := range s.members {
		if m.count == len(m.list) {
			s.odd = true
			return
		}
		for i := range m.count {
			if bytes.Equal(m.list[i].name, name) {
				s.odd = true
			}
		}
		m.list[m.count] = measure{name, s.number()}
		m.count++
	}
}

func (c *person) scan(s *scanner) {
	var seen once
	for name := range s.members {
		part := uint(0)
		switch string(name) {
		case "id":
			c.id = s.text()
		case "name":
			c.name, part = s.text(), 1
		case "phone":
			c.phone, part = s.text(), 2
		case "email":
			c.email, part = s.text(), 3
		case "locale":
			c.locale, part = s.text(), 4
		case "time_zone":
			c.timeZone, part = s.text(), 5
		case "segment":
			c.segment, part = s.text(), 6
		default:
			s.odd = true
		}
		if seen.again(part) || s.odd {
			s.odd = true
			return
		}
	}
}

func (p *payment) scan(s *scanner) {
	p.given = true
	var seen once
	for name := range s.members {
		part := uint(0)
		switch string(name) {
		case "payment_intent":
			p.intent = s.text()
		case "charge":
			p.charge, part = s.text(), 1
		case "customer":
			p.customer, part = s.text(), 2
		case "amount":
			p.amount, part = s.integer(), 3
		case "currency":
			p.currency, part = s.text(), 4
		default:
			s.odd = true
		}
		if seen.again(part) || s.odd {
			s.odd = true
			return
		}
	}
}
