package recovery

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

const sendOne = "send an observation as a JSON object"

// ParseObservation reads an observation from JSON. Fields that it does not know,
// fields given twice, wrong types and anything after the object are Problems
// that name the field: each of them where the JSON itself is sound, else the
// place where it breaks. What the values say is checked by Observation.Check.
func ParseObservation(data []byte) (*Observation, error) {
	trimmed := bytes.TrimSpace(data)
	if len(trimmed) == 0 {
		return nil, Problems{{Wrong: "there is nothing here", Right: sendOne}}
	}
	observation, err := decodeObservation(trimmed)
	if err != nil {
		return nil, everyProblem(trimmed, err)
	}
	if trimmed[0] == 'n' {
		return nil, Problems{{Wrong: "this is null", Right: sendOne}}
	}
	return observation, nil
}

var (
	errNullMeasure = errors.New("null measure")

	// A measure that is null was not taken; read as 0 it would be a good one.
	noNullMeasures = json.WithUnmarshalers(json.UnmarshalFromFunc(func(from *jsontext.Decoder, _ *float64) error {
		if from.PeekKind() == 'n' {
			return errNullMeasure
		}
		return errors.ErrUnsupported // as usual
	}))
)

func decodeObservation(data []byte) (*Observation, error) {
	observation := new(Observation)
	if err := json.Unmarshal(data, observation, json.RejectUnknownMembers(true), noNullMeasures); err != nil {
		return nil, err
	}
	return observation, nil
}

// ProblemOfJSON says in plain words what a JSON decoder found, and where. It
// repeats nothing of the values.
func ProblemOfJSON(err error) Problem {
	var semantic *json.SemanticError
	if errors.As(err, &semantic) {
		return problemOfType(semantic)
	}
	var syntactic *jsontext.SyntacticError
	if errors.As(err, &syntactic) {
		return problemOfSyntax(syntactic)
	}
	return Problem{Wrong: "this cannot be read", Right: sendOne}
}

func problemOfType(err *json.SemanticError) Problem {
	field, goType := fieldOf(err.JSONPointer), ""
	if err.GoType != nil {
		goType = err.GoType.String()
	}
	switch {
	case errors.Is(err, json.ErrUnknownName):
		return Problem{Field: field, Wrong: "this field is not known", Right: "leave it out, or put it under attributes"}
	case errors.Is(err, errNullMeasure):
		return Problem{Field: field, Wrong: "this is null", Right: "send a number, or leave it out"}
	case goType == "time.Time":
		return Problem{Field: field, Wrong: "this is no time", Right: "write RFC 3339, such as 2026-11-21T18:02:00Z"}
	case field == "" && err.JSONKind == '[':
		return Problem{Wrong: "this is a list", Right: "send one JSON object, or many as NDJSON, one to a line"}
	case goType == "int64" && err.JSONKind == '0':
		return Problem{Field: field, Wrong: "this is no whole number, or too large", Right: "send " + wanted(goType)}
	case goType == "float64" && err.JSONKind == '0':
		return Problem{Field: field, Wrong: "this number is too large", Right: "send one that a double can hold"}
	}
	return Problem{Field: field, Wrong: "this is " + kindName(err.JSONKind), Right: "send " + wanted(goType)}
}

func problemOfSyntax(err *jsontext.SyntacticError) Problem {
	field := fieldOf(err.JSONPointer)
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName):
		return Problem{Field: field, Wrong: "this field is given twice", Right: "give it once"}
	case errors.Is(err, io.ErrUnexpectedEOF):
		return Problem{Field: field, Wrong: "this is no JSON: it breaks off", Right: "send a whole JSON object"}
	case strings.Contains(err.Error(), "invalid UTF-8"):
		return Problem{Field: field, Wrong: "this is not UTF-8", Right: "send text in UTF-8"}
	case strings.Contains(err.Error(), "after top-level value"):
		return Problem{Wrong: "something follows the first JSON value", Right: "send one JSON object, or many as NDJSON, one to a line"}
	case strings.Contains(err.Error(), "max depth"):
		return Problem{Wrong: "this is nested too deep", Right: sendOne}
	}
	return Problem{Field: field, Wrong: "this is no JSON", Right: sendOne}
}

// fieldOf writes a JSON pointer as people do: customer.phone. A name that could
// not stand in an answer is left out.
func fieldOf(pointer jsontext.Pointer) string {
	var tokens []string
	for token := range pointer.Tokens() {
		if len(token) > maxWord || !utf8.ValidString(token) {
			token = "…"
		}
		tokens = append(tokens, token)
	}
	return strings.Join(tokens, ".")
}

func kindName(kind jsontext.Kind) string {
	switch kind {
	case '"':
		return "a string"
	case '0':
		return "a number"
	case 't', 'f':
		return "true or false"
	case 'n':
		return "null"
	case '[':
		return "a list"
	case '{':
		return "an object"
	}
	return "of another kind"
}

func wanted(goType string) string {
	switch {
	case strings.HasPrefix(goType, "map["), strings.HasSuffix(goType, ".Observation"), strings.HasSuffix(goType, ".Customer"), strings.HasSuffix(goType, ".Complains"), strings.HasSuffix(goType, ".Payment"):
		return "an object"
	case goType == "float64":
		return "a number"
	case goType == "int64":
		return "a whole number, in the currency's smallest unit"
	case goType == "bool":
		return "true or false"
	case goType == "[]uint8":
		return "base64"
	}
	return "a string"
}
