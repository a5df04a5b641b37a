package backtest

import (
	"bytes"
	"context"
	"fmt"
	"io"
)

const (
	maxLine   = 1 << 20 // as the gateway takes it
	chunkSize = 2 << 20 // a line that may be read fits into it whole
)

// chunk is some whole lines of one input. Its memory is used again.
type chunk struct {
	input   int
	first   int // the number of its first line
	text    []byte
	tooLong bool   // it is the beginning of one line that is longer than a line may be
	memory  []byte // to be given back
}

// cutter cuts what is read into chunks, at the ends of lines.
type cutter struct {
	spare chan []byte // memory for chunks, given back by those who have read them
	out   chan<- chunk
}

func (c *cutter) send(ctx context.Context, piece chunk) error {
	select {
	case c.out <- piece:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (c *cutter) memory(ctx context.Context) ([]byte, error) {
	select {
	case memory := <-c.spare:
		return memory, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// cut hands out one input. An error names how far it came.
func (c *cutter) cut(ctx context.Context, in io.Reader, input int) error {
	var rest []byte // of the line that the chunk before broke off in
	for line, inLong := 1, false; ; {
		memory, err := c.memory(ctx)
		if err != nil {
			return err
		}
		filled := copy(memory, rest)
		n, ended, err := fill(in, memory[filled:])
		text := memory[:filled+n]
		if err != nil {
			return fmt.Errorf("after line %d it cannot be read any further: %w", line-1+bytes.Count(text, []byte{'\n'}), err)
		}
		if inLong { // what is left of a line that is too long is passed over
			end := bytes.IndexByte(text, '\n')
			inLong = end < 0
			text = text[end+1:]
			if inLong {
				text = text[:0]
			} else {
				line++
			}
		}
		rest = nil
		piece := chunk{input: input, first: line, text: text, memory: memory}
		if end := bytes.LastIndexByte(text, '\n') + 1; !ended && len(text) > 0 {
			switch {
			case end > 0:
				rest = bytes.Clone(text[end:])
				piece.text = text[:end]
			case len(text) > maxLine:
				piece.tooLong, inLong = true, true
			default: // the end of a line that is too long, and part of the next
				rest = bytes.Clone(text)
				piece.text = text[:0]
			}
		}
		line += bytes.Count(piece.text, []byte{'\n'})
		if err := c.send(ctx, piece); err != nil || ended {
			return err
		}
	}
}

// fill reads until there is no more room or nothing more to read. An end that comes too
// early, as of a packed file that was cut short, is an error.
func fill(in io.Reader, into []byte) (filled int, ended bool, err error) {
	for filled < len(into) {
		n, err := in.Read(into[filled:])
		filled += n
		if err == io.EOF {
			return filled, true, nil
		}
		if err != nil {
			return filled, false, err
		}
	}
	return filled, false, nil
}
