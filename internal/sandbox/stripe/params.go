package stripe

import (
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"makegood/internal/sandbox/twin"
)

// params is a form, read field by field; the first field that is wrong is err.
type params struct {
	request string // the id of the request
	values  url.Values
	expand  []string
	err     *Error
}

// expandable is what every endpoint takes, with its own fields. A field with
// [] takes keys of its own, as in metadata[order].
func expandable(fields ...string) []string { return append(fields, "expand[]") }

// listable is what every list takes, with its own filters.
func listable(filters ...string) []string {
	return expandable(append(filters, "limit", "starting_after", "ending_before", "created", "created[]")...)
}

func readParams(c *twin.Call, allowed []string) (*params, *Error) {
	values, err := c.Form()
	if err != nil {
		return nil, invalid("", "", "Invalid request: the body is not form-encoded (%v).", err)
	}
	p := &params{values: values}
	var stray []string
	for key, v := range values {
		base, _, nested := strings.Cut(key, "[")
		if nested {
			base += "[]"
		}
		if !slices.Contains(allowed, base) && !slices.Contains(allowed, key) {
			stray = append(stray, key)
		}
		if base == "expand[]" {
			p.expand = append(p.expand, v...)
		}
	}
	if len(stray) == 0 {
		return p, nil
	}
	slices.Sort(stray)
	if len(stray) == 1 {
		return nil, invalid("parameter_unknown", stray[0], "Received unknown parameter: %s", stray[0])
	}
	return nil, invalid("parameter_unknown", stray[0], "Received unknown parameters: %s", strings.Join(stray, ", "))
}

// digest is equal for equal parameters, whatever their order.
func (p *params) digest() string { return digest(p.values.Encode()) }

func (p *params) refuse(e *Error) {
	if p.err == nil {
		p.err = e
	}
}

func (p *params) given(name string) bool { return p.values.Has(name) }

func (p *params) text(name string) string {
	v := p.values.Get(name)
	if p.given(name) && v == "" && p.err == nil {
		p.refuse(invalid("parameter_invalid_empty", name,
			"You passed an empty string for '%s'. We assume empty values are an attempt to unset a parameter; however '%s' cannot be unset. You should remove '%s' from your request or supply a non-empty value.", name, name, name))
	}
	return v
}

func (p *params) required(name string) string {
	if !p.given(name) {
		p.refuse(invalid("parameter_missing", name, "Missing required param: %s.", name))
	}
	return p.text(name)
}

func (p *params) integer(name string, least, most int64) int64 {
	s := p.text(name)
	if s == "" {
		return 0
	}
	v, err := strconv.ParseInt(s, 10, 64)
	switch {
	case err != nil:
		p.refuse(invalid("parameter_invalid_integer", name, "Invalid integer: %s", s))
	case v < least:
		p.refuse(invalid("parameter_invalid_integer", name, "This value must be greater than or equal to %d.", least))
	case v > most:
		p.refuse(invalid("parameter_invalid_integer", name, "This value must be less than or equal to %d.", most))
	}
	return v
}

// amount is a count of the smallest unit; 99,999,999 is Stripe's largest.
func (p *params) amount(name string, least int64) int64 { return p.integer(name, least, 99_999_999) }

func (p *params) count(name string) int64 { return p.integer(name, 1, math.MaxInt32) }

func (p *params) time(name string) int64 { return p.integer(name, 0, math.MaxInt32*2) }

func (p *params) number(name string) float64 {
	s := p.text(name)
	if s == "" {
		return 0
	}
	v, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		p.refuse(invalid("", name, "Invalid decimal: %s", s))
	}
	return v
}

func (p *params) boolean(name string) bool {
	switch v := p.text(name); v {
	case "true", "1":
		return true
	case "false", "0", "":
		return false
	default:
		p.refuse(invalid("", name, "Invalid boolean: %s", v))
		return false
	}
}

func (p *params) oneOf(name string, choices ...string) string {
	v := p.text(name)
	if v != "" && !slices.Contains(choices, v) {
		last := len(choices) - 1
		p.refuse(invalid("", name, "Invalid %s: must be one of %s, or %s", name, strings.Join(choices[:last], ", "), choices[last]))
	}
	return v
}

func (p *params) longest(name string, n int) string {
	v := p.text(name)
	if len([]rune(v)) > n {
		p.refuse(invalid("", name, "Invalid string: must be at most %d characters", n))
	}
	return v
}

func (p *params) currency(name string) string {
	c := strings.ToLower(p.text(name))
	if c != "" && !knownCurrency(c) {
		p.refuse(invalid("", name, "Invalid currency: %s. Stripe currently supports these currencies: %s", c, strings.Join(currencies, ", ")))
	}
	return c
}

// metadata is at most 50 keys of 40 characters with values of 500.
func (p *params) metadata() map[string]string {
	out := map[string]string{}
	for key := range p.values {
		name, ok := strings.CutPrefix(key, "metadata[")
		if !ok {
			continue
		}
		name = strings.TrimSuffix(name, "]")
		value := p.values.Get(key)
		switch {
		case len([]rune(name)) > 40:
			p.refuse(invalid("", key, "Metadata keys can be up to 40 characters long: %s", name))
		case len([]rune(value)) > 500:
			p.refuse(invalid("", key, "Metadata values can have up to 500 characters; %s is longer.", name))
		case value != "": // an empty value unsets the key
			out[name] = value
		}
	}
	if len(out) > 50 {
		p.refuse(invalid("", "metadata", "You can have up to 50 metadata keys."))
	}
	return out
}

// unmodelled refuses, out loud, what Stripe knows and the sandbox does not.
func (p *params) unmodelled(names ...string) {
	for key := range p.values {
		base, _, _ := strings.Cut(key, "[")
		if slices.Contains(names, base) {
			p.refuse(&Error{
				Status: http.StatusBadRequest, Type: invalidRequest, Param: key,
				Message: "Stripe takes " + key + "; the sandbox does not model it.",
			})
		}
	}
}
