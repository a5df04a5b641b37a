package backtest

import "bytes"

// attributes reads a flat object of attributes: texts, numbers, true and false, null.
// One that holds lists or objects is odd. They are kept where a map is given to keep them in.
func (s *scanner) attributes(into map[string]any) {
	var names [24][]byte
	count := 0
	for name := range s.members {
		if count == len(names) {
			s.odd = true
			return
		}
		for _, known := range names[:count] {
			if bytes.Equal(known, name) {
				s.odd = true
			}
		}
		names[count] = name
		count++
		if s.attribute(name, into); s.odd {
			return
		}
	}
}

func (s *scanner) attribute(name []byte, into map[string]any) {
	switch s.peek() {
	case '"':
		if text := s.text(); into != nil {
			into[string(name)] = string(text)
		}
	case 't', 'f':
		if word := s.literal(); into != nil {
			into[string(name)] = word
		}
	case 'n':
		if rest := s.line[s.at:]; len(rest) < 4 || string(rest[:4]) != "null" {
			s.odd = true
			return
		}
		s.at += 4
		if into != nil {
			into[string(name)] = nil
		}
	default:
		if number := s.number(); into != nil {
			into[string(name)] = number
		}
	}
}
