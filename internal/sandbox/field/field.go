// Package field reads the sandbox's own JSON, strictly: an error names the
// field that is wrong and lists what would be right.
package field

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Error is a field that is wrong.
type Error struct {
	Field   string   // with its place, as in 3.when.first
	Message string   // what is wrong with it
	Exists  []string // what there is, where that is a list
}

func (e *Error) Error() string {
	s := e.Field + ": " + e.Message
	if len(e.Exists) > 0 {
		s += "; there are: " + strings.Join(e.Exists, ", ")
	}
	return s
}

// Wrong makes an Error.
func Wrong(field, format string, args ...any) *Error {
	return &Error{Field: field, Message: fmt.Sprintf(format, args...)}
}

// Unknown is the Error for a value that is none of those that exist.
func Unknown(field, value string, exists []string) *Error {
	return &Error{Field: field, Message: fmt.Sprintf("there is no %q", value), Exists: exists}
}

// Read decodes an object into v and refuses every field that is not listed.
// Errors are *Error; at is what their field begins with.
func Read(at string, raw []byte, v any, fields []string) error {
	var got map[string]json.RawMessage
	if err := json.Unmarshal(raw, &got); err != nil || got == nil {
		return &Error{Field: place(at, ""), Message: "is no JSON object", Exists: fields}
	}
	for name := range got {
		if !slices.Contains(fields, name) {
			return &Error{Field: place(at, name), Message: "there is no such field", Exists: fields}
		}
	}
	err := json.Unmarshal(raw, v)
	var wrong *json.UnmarshalTypeError
	switch {
	case errors.As(err, &wrong):
		return Wrong(place(at, wrong.Field), "is a %s, and must be a %s", wrong.Value, wrong.Type)
	case err != nil:
		return Wrong(place(at, ""), "%v", err)
	}
	return nil
}

func place(at, name string) string {
	switch {
	case at == "" && name == "":
		return "body"
	case at == "":
		return name
	case name == "":
		return at
	}
	return at + "." + name
}

// Each reads one object or an array of them. An error within an array begins
// with its place there; one error refuses all.
func Each[T any](body []byte, read func(raw []byte) (T, error)) ([]T, error) {
	if !bytes.HasPrefix(bytes.TrimSpace(body), []byte("[")) {
		v, err := read(body)
		return []T{v}, err
	}
	var raws []json.RawMessage
	if err := json.Unmarshal(body, &raws); err != nil {
		return nil, Wrong("body", "%v", err)
	}
	out := make([]T, len(raws))
	for i, raw := range raws {
		var err error
		if out[i], err = read(raw); err != nil {
			var wrong *Error
			if errors.As(err, &wrong) {
				wrong.Field = fmt.Sprintf("%d.%s", i, wrong.Field)
			}
			return nil, err
		}
	}
	return out, nil
}
