package recovery

import "strings"

// ID is the parts of a recovery's id.
type ID struct{ Trigger, Experience, Customer string }

// ParseID takes a recovery's id apart: recovery/<trigger>/<experience>/<customer id>.
func ParseID(id string) (ID, bool) {
	parts := strings.Split(id, "/")
	if len(parts) != 4 || parts[0] != "recovery" {
		return ID{}, false
	}
	for _, part := range parts[1:] {
		if !opaque.MatchString(part) {
			return ID{}, false
		}
	}
	return ID{Trigger: parts[1], Experience: parts[2], Customer: parts[3]}, true
}
