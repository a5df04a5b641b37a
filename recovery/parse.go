package recovery

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// ParseObservation reads an observation from JSON. Fields that it does not know,
// fields given twice, wrong types and anything after the object are Problems
// that name the field. What the values say is checked by Observation.Check.
func ParseObservation(data []byte) (*Observation, error) {
	if len(bytes.TrimSpace(data)) == 0 {
		return nil, Problems{{Wrong: "there is nothing here", Right: "send an observation as a JSON object"}}
	}
	observation := new(Observation)
	if err := json.Unmarshal(data, observation, json.RejectUnknownMembers(true)); err != nil {
		return nil, Problems{problemOfJSON(err)}
	}
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("null")) {
		return nil, Problems{{Wrong: "this is null", Right: "send an observation as a JSON object"}}
	}
	return observation, nil
}

// problemOfJSON says in plain words what a JSON decoder found, and where.
func problemOfJSON(err error) Problem {
	var semantic *json.SemanticError
	if errors.As(err, &semantic) {
		field := fieldOf(semantic.JSONPointer)
		switch {
		case errors.Is(err, json.ErrUnknownName):
			return Problem{Field: field, Wrong: "this field is not known", Right: "leave it out, or put it under attributes"}
		case semantic.GoType != nil && semantic.GoType.String() == "time.Time":
			return Problem{Field: field, Wrong: "this is no time", Right: "write RFC 3339, such as 2026-11-21T18:02:00Z"}
		}
		wrong := "this cannot be a " + kindName(semantic.JSONKind)
		right := ""
		if semantic.GoType != nil {
			right = "send " + wanted(semantic.GoType.String())
		}
		return Problem{Field: field, Wrong: wrong, Right: right}
	}
	var syntactic *jsontext.SyntacticError
	if errors.As(err, &syntactic) {
		field := fieldOf(syntactic.JSONPointer)
		if errors.Is(err, jsontext.ErrDuplicateName) {
			return Problem{Field: field, Wrong: "this field is given twice", Right: "give it once"}
		}
		if errors.Is(err, io.ErrUnexpectedEOF) {
			return Problem{Field: field, Wrong: "this is no JSON: it breaks off", Right: "send a whole JSON object"}
		}
		return Problem{Field: field, Wrong: "this is no JSON", Right: "send an observation as a JSON object"}
	}
	return Problem{Wrong: "this cannot be read", Right: "send an observation as a JSON object"}
}

func fieldOf(pointer jsontext.Pointer) string {
	var tokens []string
	for token := range pointer.Tokens() {
		tokens = append(tokens, token)
	}
	return strings.Join(tokens, ".")
}

func kindName(kind jsontext.Kind) string {
	switch kind {
	case '"':
		return "string"
	case '0':
		return "number"
	case 't', 'f':
		return "true or false"
	case 'n':
		return "null"
	case '[':
		return "list"
	case '{':
		return "object"
	}
	return "value of this kind"
}

func wanted(goType string) string {
	switch {
	case strings.HasPrefix(goType, "map["), strings.HasPrefix(goType, "recovery.Observation"), strings.HasPrefix(goType, "recovery.Customer"), strings.Contains(goType, "recovery.Payment"):
		return "an object"
	case goType == "float64":
		return "a number"
	case goType == "int64":
		return "a whole number, in the currency's smallest unit"
	case goType == "bool":
		return "true or false"
	}
	return "a string"
}
