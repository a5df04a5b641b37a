package backtest

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// source is records in the order of their keys.
type source interface {
	// next moves to the following record; io.EOF where there is none.
	next() error
	// here is the record's key.
	here() key
	// rest is the record without its key, until next is called.
	rest() []byte
}

// heap is what lies sorted on a pile.
type heap struct {
	pile *pile
	at   int // the record after this one
}

func (h *heap) next() error {
	if h.at == len(h.pile.entries) {
		return io.EOF
	}
	h.at++
	return nil
}

func (h *heap) here() key { return h.pile.entries[h.at-1].key }

func (h *heap) rest() []byte {
	e := h.pile.entries[h.at-1]
	return h.pile.bytes[e.start : e.start+e.size]
}

// stream is a run in a file.
type stream struct {
	in   *bufio.Reader
	key  key
	body []byte
}

func (s *stream) next() error {
	var head [headSize]byte
	if _, err := io.ReadFull(s.in, head[:]); errors.Is(err, io.EOF) {
		return io.EOF
	} else if err != nil {
		return fmt.Errorf("a temporary file cannot be read: %w", err)
	}
	s.key = key{binary.LittleEndian.Uint64(head[0:]), binary.LittleEndian.Uint64(head[8:]), moment(binary.LittleEndian.Uint64(head[16:]))}
	if size := int(binary.LittleEndian.Uint32(head[24:])); size > cap(s.body) {
		s.body = make([]byte, size)
	} else {
		s.body = s.body[:size]
	}
	if _, err := io.ReadFull(s.in, s.body); err != nil {
		return fmt.Errorf("a temporary file cannot be read: %w", err)
	}
	return nil
}

func (s *stream) here() key { return s.key }

func (s *stream) rest() []byte { return s.body }

// merge hands out the records of all sources in the order of their keys.
func merge(sources []source, each func(key, []byte) error) error {
	var open []source // a heap: none is before the one at half its place
	var keys []key
	sink := func(at int) {
		for {
			least := at
			for child := 2*at + 1; child <= 2*at+2 && child < len(open); child++ {
				if keys[child].compare(keys[least]) < 0 {
					least = child
				}
			}
			if least == at {
				return
			}
			open[at], open[least] = open[least], open[at]
			keys[at], keys[least] = keys[least], keys[at]
			at = least
		}
	}
	for _, from := range sources {
		switch err := from.next(); {
		case errors.Is(err, io.EOF):
		case err != nil:
			return err
		default:
			open, keys = append(open, from), append(keys, from.here())
		}
	}
	for at := len(open)/2 - 1; at >= 0; at-- {
		sink(at)
	}
	for len(open) > 0 {
		if err := each(keys[0], open[0].rest()); err != nil {
			return err
		}
		switch err := open[0].next(); {
		case errors.Is(err, io.EOF):
			last := len(open) - 1
			open[0], keys[0] = open[last], keys[last]
			open, keys = open[:last], keys[:last]
		case err != nil:
			return err
		default:
			keys[0] = open[0].here()
		}
		sink(0)
	}
	return nil
}
