package recovery

import (
	"fmt"
	"strings"
	"sync"
	"time"
)

// Date is a day as plays write it, "2026-04-01". Dates sort as texts do.
type Date string

// ParseDate reads a day as plays write it.
func ParseDate(s string) (Date, error) {
	s = strings.TrimSpace(s)
	if _, err := time.Parse(time.DateOnly, s); err != nil {
		return "", fmt.Errorf("%q is not a date: write year-month-day, such as 2026-04-01", s)
	}
	return Date(s), nil
}

// KnownZone says whether there is a time zone of this IANA name.
func KnownZone(name string) bool { return knownZone(name) }

var locations sync.Map // time zones by name: each look reads a file

// zoneNamed is the time zone of an IANA name; UTC where it is empty or unknown.
func zoneNamed(name string) *time.Location {
	if name == "" || name == "UTC" {
		return time.UTC
	}
	if known, ok := locations.Load(name); ok {
		return known.(*time.Location)
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		return time.UTC
	}
	locations.Store(name, zone)
	return zone
}
