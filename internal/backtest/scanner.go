package backtest

import (
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// scanner walks through one line of JSON in the plain form that encoders write. What is
// anything else (a number with an exponent, a value that is null) makes it odd: then it
// says nothing, and recovery.ParseObservation is to read the line.
type scanner struct {
	line []byte
	at   int
	odd  bool
}

// endsText marks the bytes that a plain string cannot hold.
var endsText = func() (ends [256]bool) {
	for c := range ' ' {
		ends[c] = true
	}
	ends['"'], ends['\\'] = true, true
	return ends
}()

func (s *scanner) peek() byte {
	if s.at < len(s.line) {
		return s.line[s.at]
	}
	return 0
}

func (s *scanner) space() {
	for s.at < len(s.line) {
		switch s.line[s.at] {
		case ' ', '\t', '\r', '\n':
			s.at++
		default:
			return
		}
	}
}

// take moves over one sign that must stand here.
func (s *scanner) take(sign byte) {
	if s.peek() != sign {
		s.odd = true
		return
	}
	s.at++
}

// text is a string, without its quotes. It is part of the line where it has no escapes.
func (s *scanner) text() []byte {
	line, start := s.line, s.at+1
	if s.peek() != '"' {
		s.odd = true
		return nil
	}
	end, signs := start, byte(0)
	for end < len(line) && !endsText[line[end]] {
		signs |= line[end]
		end++
	}
	if end < len(line) && line[end] == '\\' {
		return s.escaped(start, end)
	}
	if end == len(line) || line[end] != '"' || signs >= utf8.RuneSelf && !utf8.Valid(line[start:end]) {
		s.odd = true
		return nil
	}
	s.at = end + 1
	return line[start:end]
}

// escaped is a string with escapes, from the first of them on.
func (s *scanner) escaped(start, at int) []byte {
	for at < len(s.line) && s.line[at] != '"' {
		if s.line[at] == '\\' {
			at++
		}
		at++
	}
	if at >= len(s.line) {
		s.odd = true
		return nil
	}
	s.at = at + 1
	text, err := jsontext.AppendUnquote(nil, s.line[start-1:s.at])
	s.odd = s.odd || err != nil
	return text
}

// members goes through an object, with each name up to its value.
func (s *scanner) members(each func(name []byte) bool) {
	s.take('{')
	for first := true; ; first = false {
		name, more := s.member(first)
		if !more || !each(name) {
			return
		}
	}
}

// member moves to the next member of an object, up to its value. It returns false at the object's end.
func (s *scanner) member(first bool) (name []byte, more bool) {
	s.space()
	if s.peek() == '}' {
		s.at++
		return nil, false
	}
	if !first {
		s.take(',')
		s.space()
	}
	name = s.text()
	s.space()
	s.take(':')
	s.space()
	return name, !s.odd
}

// literal is true or false.
func (s *scanner) literal() bool {
	rest := s.line[s.at:]
	switch {
	case len(rest) >= 4 && string(rest[:4]) == "true":
		s.at += 4
		return true
	case len(rest) >= 5 && string(rest[:5]) == "false":
		s.at += 5
		return false
	}
	s.odd = true
	return false
}

var powers = [...]float64{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15}

// number is one of at most fifteen digits. Those and the power of ten that divides them
// are exact as doubles, so the quotient is the nearest one, as strconv finds it.
func (s *scanner) number() float64 {
	negative := s.peek() == '-'
	if negative {
		s.at++
	}
	whole, digits := s.digits(0)
	if digits == 0 || digits > 1 && s.line[s.at-digits] == '0' {
		s.odd = true
		return 0
	}
	value := float64(whole)
	if s.peek() == '.' {
		s.at++
		all, decimals := s.digits(whole)
		if decimals == 0 || digits+decimals >= len(powers) {
			s.odd = true
			return 0
		}
		value = float64(all) / powers[decimals]
	} else if digits >= len(powers) {
		s.odd = true
	}
	if negative {
		value = -value
	}
	return value
}

// integer is a whole number from 0 on.
func (s *scanner) integer() int64 {
	number, digits := s.digits(0)
	if digits == 0 || digits > 15 || digits > 1 && s.line[s.at-digits] == '0' {
		s.odd = true
	}
	return number
}

// digits reads on a number that has begun. Of more digits than it can hold only the count is right.
func (s *scanner) digits(number int64) (read int64, count int) {
	start := s.at
	for s.at < len(s.line) && s.line[s.at]-'0' <= 9 {
		number = number*10 + int64(s.line[s.at]-'0')
		s.at++
	}
	return number, s.at - start
}
