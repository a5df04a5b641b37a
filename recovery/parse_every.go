package recovery

import (
	"bytes"
	"errors"
	"iter"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// maxProblems is how many problems of one observation are told at most.
const maxProblems = 50

// everyProblem goes on where the decoder stopped. Where the JSON is sound it
// reads each field on its own, as if the others were not there.
func everyProblem(data []byte, first error) Problems {
	found := Problems{ProblemOfJSON(first)}
	var semantic *json.SemanticError
	if found[0].Field == "" || !errors.As(first, &semantic) || !jsontext.Value(data).IsValid() {
		return found
	}
	for name, value := range members(data) {
		_, err := decodeObservation(object(name, value))
		if err == nil {
			continue
		}
		problems := Problems{ProblemOfJSON(err)}
		if problems[0].Field != fieldOf(jsontext.Pointer("").AppendToken(name)) {
			problems = problemsWithin(name, value)
		}
		for _, problem := range problems {
			if !slices.Contains(found, problem) {
				found = append(found, problem)
			}
			if len(found) == maxProblems {
				return found
			}
		}
	}
	return found
}

func problemsWithin(field string, value jsontext.Value) (found Problems) {
	for name, part := range members(value) {
		if _, err := decodeObservation(object(field, object(name, part))); err != nil {
			found = append(found, ProblemOfJSON(err))
		}
		if len(found) == maxProblems {
			break
		}
	}
	return found
}

// members is what stands in a JSON object, in its order.
func members(data jsontext.Value) iter.Seq2[string, jsontext.Value] {
	return func(yield func(string, jsontext.Value) bool) {
		decoder := jsontext.NewDecoder(bytes.NewReader(data))
		if token, err := decoder.ReadToken(); err != nil || token.Kind() != '{' {
			return
		}
		for decoder.PeekKind() == '"' {
			name, err := decoder.ReadToken()
			if err != nil {
				return
			}
			key := name.String()
			value, err := decoder.ReadValue()
			if err != nil || !yield(key, slices.Clone(value)) {
				return
			}
		}
	}
}

// object is {"name": value}.
func object(name string, value jsontext.Value) jsontext.Value {
	quoted, _ := jsontext.AppendQuote([]byte{'{'}, name)
	return append(append(append(quoted, ':'), value...), '}')
}
