package backtest

import (
	"bytes"
	"unicode"
	"unicode/utf8"
)

const (
	maxID         = 200
	maxWord       = 200
	maxRecoveryID = 480
	maxAmount     = 999_999_999_999
	maxPlain      = 8 << 10 // of a line: longer ones are read the slow way, which weighs their attributes
)

// check says whether recovery.Observation.Check would find nothing.
func (c *sound) check(f *fields) bool {
	return opaque(f.id) && opaque(f.trigger) && opaque(f.experience) && opaque(f.customer.id) && !maybePhone(f.customer.id) &&
		len("recovery///")+len(f.trigger)+len(f.experience)+len(f.customer.id) <= maxRecoveryID &&
		c.times(f) && f.measures.named() && (len(f.incident) == 0 || opaque(f.incident)) &&
		c.person(&f.customer) && (!f.payment.given || c.payment(&f.payment))
}

// times wants both times to lie in the past, and the earlier one not after the later.
// Those within the few minutes by which clocks may differ are left to Check.
func (c *sound) times(f *fields) bool {
	return f.observed != unknown && f.observed <= c.latest && (f.occurred == unknown || f.occurred <= f.observed)
}

func (m *measures) named() bool {
	for i := range m.count {
		if length := len(m.list[i].name); length == 0 || length > maxID {
			return false
		}
	}
	return true
}

func (c *sound) person(p *person) bool {
	return word(p.name) && word(p.segment) &&
		(len(p.phone) == 0 || c.phones.has(p.phone)) && (len(p.email) == 0 || plainAddress(p.email)) &&
		(len(p.locale) == 0 || c.locales.has(p.locale)) && (len(p.timeZone) == 0 || c.zones.has(p.timeZone))
}

func (c *sound) payment(p *payment) bool {
	return p.amount > 0 && p.amount <= maxAmount && len(p.currency) == 3 && c.monies.has(p.currency) &&
		(len(p.intent) == 0 || opaque(p.intent)) && (len(p.charge) == 0 || opaque(p.charge)) && (len(p.customer) == 0 || opaque(p.customer))
}

// letters marks what an id may have: 1 what a phone number has too, 2 all else.
var letters = func() (marks [256]byte) {
	for c := range 256 {
		switch {
		case c >= '0' && c <= '9' || c == '.' || c == '-':
			marks[c] = 1
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == ':':
			marks[c] = 2
		}
	}
	return marks
}()

func opaque(id []byte) bool {
	if len(id) == 0 || len(id) > maxID || id[0] == '.' && len(id) <= 2 {
		return false
	}
	for _, sign := range id {
		if letters[sign] == 0 {
			return false
		}
	}
	return true
}

// maybePhone says whether an id may look like a phone number: then Check is to say.
func maybePhone(id []byte) bool {
	if len(id) < 9 {
		return false
	}
	for _, sign := range id {
		if letters[sign] != 1 {
			return false
		}
	}
	return true
}

// word is a text that a sentence can hold.
func word(text []byte) bool {
	plain := true
	for _, sign := range text {
		plain = plain && sign >= ' ' && sign < 0x7f
	}
	if plain {
		return len(text) <= maxWord
	}
	return utf8.RuneCount(text) <= maxWord && !bytes.ContainsFunc(text, func(r rune) bool {
		return unicode.IsControl(r) || r == '\u2028' || r == '\u2029'
	})
}

// plainAddress is an address of the plainest form; others are left to Check.
func plainAddress(address []byte) bool {
	at := bytes.IndexByte(address, '@')
	return at > 0 && len(address) <= 254 && atoms(address[:at]) && atoms(address[at+1:])
}

// atoms are letters, digits, _, + and -, with single dots between them.
func atoms(text []byte) bool {
	dot := true
	for _, sign := range text {
		switch {
		case sign == '.':
			if dot {
				return false
			}
			dot = true
		case letters[sign] != 0 && sign != ':' || sign == '+':
			dot = false
		default:
			return false
		}
	}
	return !dot
}
