package backtest

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
)

var byteOrderMark = []byte("\uFEFF")

// begin passes over what an editor may have put before the first line, and refuses a
// list: of one that is written over many lines its last line could be taken for all
// there is.
func begin(in Input, text io.Reader, unpacks string) (io.Reader, error) {
	const looked = 4 << 10 // at how much of it
	buffered := bufio.NewReaderSize(text, looked)
	if mark, _ := buffered.Peek(len(byteOrderMark)); bytes.Equal(mark, byteOrderMark) {
		_, _ = buffered.Discard(len(byteOrderMark)) // they are there
	}
	if first, _ := buffered.Peek(looked); isList(first) { // what cannot be read is said where it is read
		return nil, listError{in.Name, unpacks}
	}
	return buffered, nil
}

// isList says whether a text begins as a list of objects, or of nothing. What programs
// write before their lines may stand in brackets too, and is none.
func isList(text []byte) bool {
	text = bytes.TrimLeft(text, " \t\r\n")
	if len(text) == 0 || text[0] != '[' {
		return false
	}
	text = bytes.TrimLeft(text[1:], " \t\r\n")
	return len(text) > 0 && (text[0] == '{' || text[0] == ']')
}

// listError is an input that is one list, and says how to make lines of it.
type listError struct{ name, unpacks string }

func (e listError) Error() string {
	said := "this is one JSON list, and not an object a line; make lines of it: "
	switch {
	case e.name == standardInput:
		return e.name + ": " + said + "… | jq -c '.[]' | makegood backtest -"
	case e.unpacks != "":
		return fmt.Sprintf("%s: %s%s -dc %s | jq -c '.[]' | makegood backtest -", e.name, said, e.unpacks, e.name)
	}
	return fmt.Sprintf("%s: %sjq -c '.[]' %s | makegood backtest -", e.name, said, e.name)
}
