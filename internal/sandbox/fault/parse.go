package fault

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"makegood/internal/sandbox/field"
)

// Provider is what a fault may name of one provider.
type Provider struct {
	Name      string
	Endpoints []string
	// Code tells why the provider has no such error, or nil.
	Code func(code string) error
}

var (
	fields     = []string{"provider", "endpoint", "fault", "code", "for", "copies", "when", "method", "match"}
	whenFields = []string{"first", "nth", "all", "probability", "seed"}
	methods    = []string{"POST", "GET", "DELETE", "*"}
)

// Parse reads one fault. Every error is a *field.Error.
func Parse(raw []byte, providers []Provider) (*Fault, error) {
	var in struct {
		Provider string          `json:"provider"`
		Endpoint string          `json:"endpoint"`
		Fault    Kind            `json:"fault"`
		Code     string          `json:"code"`
		For      string          `json:"for"`
		Copies   *int            `json:"copies"`
		When     json.RawMessage `json:"when"`
		Method   string          `json:"method"`
		Match    string          `json:"match"`
	}
	if err := field.Read("", raw, &in, fields); err != nil {
		return nil, err
	}
	f := &Fault{
		Provider: in.Provider, Endpoint: in.Endpoint, Fault: in.Fault, Code: in.Code, For: in.For,
		Method: strings.ToUpper(in.Method), Match: in.Match,
	}
	if f.Endpoint == "" {
		f.Endpoint = "*"
	}
	f.setCopies(in.Copies)
	if err := f.check(providers); err != nil {
		return nil, err
	}
	var err error
	f.When, err = parseWhen(in.When, f.Fault)
	return f, err
}

func (f *Fault) check(providers []Provider) error {
	i := slices.IndexFunc(providers, func(p Provider) bool { return p.Name == f.Provider })
	if i < 0 {
		return field.Unknown("provider", f.Provider, names(providers, func(p Provider) string { return p.Name }))
	}
	p := providers[i]
	if f.Endpoint != "*" && !slices.Contains(p.Endpoints, f.Endpoint) {
		return field.Unknown("endpoint", f.Endpoint, append([]string{"*"}, p.Endpoints...))
	}
	if err := f.checkKind(); err != nil {
		return err
	}
	if f.Method != "" && !slices.Contains(methods, f.Method) {
		return field.Unknown("method", f.Method, methods)
	}
	if err := f.checkCode(p); err != nil {
		return err
	}
	if err := f.checkCallback(); err != nil {
		return err
	}
	return f.checkFor()
}

func (f *Fault) checkCode(p Provider) error {
	switch {
	case f.Fault != Error && f.Code != "":
		return field.Wrong("code", "belongs to the fault %q, not to %q", Error, f.Fault)
	case f.Fault == Error:
		return p.Code(f.Code)
	}
	return nil
}

func (f *Fault) checkFor() error {
	if f.For == "" {
		return nil
	}
	if d, err := time.ParseDuration(f.For); err != nil || d < 0 {
		return field.Wrong("for", "%q is no duration such as 30s", f.For)
	}
	if _, takes := defaultFor[f.Fault]; !takes {
		return field.Wrong("for", "means nothing to the fault %q", f.Fault)
	}
	return nil
}

func parseWhen(raw json.RawMessage, kind Kind) (When, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return When{First: 1}, nil
	}
	var w When
	if err := field.Read("when", raw, &w, whenFields); err != nil {
		return When{}, err
	}
	given := 0
	for _, set := range []bool{w.First != 0, w.Nth != 0, w.All, w.Probability != nil} {
		if set {
			given++
		}
	}
	switch {
	case given != 1:
		return When{}, &field.Error{Field: "when", Message: "needs exactly one of these, and not zero", Exists: whenFields[:4]}
	case w.First < 0:
		return When{}, field.Wrong("when.first", "counts from 1")
	case w.Nth < 0:
		return When{}, field.Wrong("when.nth", "counts from 1")
	case w.Probability != nil && (*w.Probability < 0 || *w.Probability > 1):
		return When{}, field.Wrong("when.probability", "is between 0 and 1")
	case w.Seed != 0 && w.Probability == nil && kind != Shuffled:
		return When{}, field.Wrong("when.seed", "goes with probability, and with the fault %q", Shuffled)
	}
	return w, nil
}

func names[T any](of []T, name func(T) string) []string {
	out := make([]string, len(of))
	for i, v := range of {
		out[i] = name(v)
	}
	return out
}
