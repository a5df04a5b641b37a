package workers

import "errors"

// mostInARow is how many failures without a success between them are taken to be
// everything's, and not those few entries' own.
const mostInARow = 10

// setbacks is what went wrong along a list that is gone through all the same.
type setbacks struct {
	all   []error
	inRow int
}

// tooMany notes how one entry went, and tells whether to leave the rest for later.
func (s *setbacks) tooMany(err error) bool {
	if err == nil {
		s.inRow = 0
		return false
	}
	s.all = append(s.all, err)
	s.inRow++
	return s.inRow >= mostInARow
}

func (s *setbacks) any() bool { return len(s.all) > 0 }

// and is all of it, with what ended the list where something did.
func (s *setbacks) and(err error) error { return errors.Join(errors.Join(s.all...), err) }
