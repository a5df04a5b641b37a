package stripe

import (
	"strings"

	"makegood/internal/sandbox/twin"
)

// expand replaces ids by what they stand for, as expand[] asks: "charge", or
// "data.charge" in a list.
func (t *Twin) expand(tx *twin.Tx, out object, paths []string) *Error {
	for _, path := range paths {
		if err := t.expandPath(tx, out, path, strings.Split(path, ".")); err != nil {
			return err
		}
	}
	return nil
}

func (t *Twin) expandPath(tx *twin.Tx, out object, path string, steps []string) *Error {
	field, rest := steps[0], steps[1:]
	if field == "data" && len(rest) > 0 {
		items, _ := out["data"].([]object)
		for _, item := range items {
			if err := t.expandPath(tx, item, path, rest); err != nil {
				return err
			}
		}
		return nil
	}
	value, ok := out[field]
	if id, isID := value.(string); isID {
		value = t.find(tx, id)
		out[field] = value
	}
	inner, isObject := value.(object)
	switch {
	case value == nil && ok: // null stays null
		return nil
	case !isObject || (isObject && inner == nil):
		return invalid("", "expand", "This property cannot be expanded (%s).", path)
	case len(rest) > 0:
		return t.expandPath(tx, inner, path, rest)
	}
	return nil
}

// find is the object with this id, or a nil object.
func (t *Twin) find(tx *twin.Tx, id string) object {
	if p := t.payments.Get(id); p != nil {
		return p.intent()
	}
	if p := t.byCharge[id]; p != nil {
		return t.chargeOf(tx, p)
	}
	if c := t.customers[id]; c != nil {
		return c.object()
	}
	if r := t.refunds.Get(id); r != nil {
		return t.refundOf(tx, r)
	}
	return nil
}
