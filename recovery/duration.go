package recovery

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Duration is a length of time as plays write it: Go's form with days added,
// "10m", "36h", "90d", "1d12h". It is written back in the same form.
type Duration time.Duration

// Std is the same length of time as the standard library's type.
func (d Duration) Std() time.Duration { return time.Duration(d) }

const day = 24 * time.Hour

// maxDays keeps a duration within what time.Duration can hold.
const maxDays = 36500

// ParseDuration reads a duration as plays write it. Negative ones are refused.
func ParseDuration(s string) (Duration, error) {
	rest, total := strings.TrimSpace(s), time.Duration(0)
	if days, after, found := strings.Cut(rest, "d"); found {
		n, err := strconv.ParseUint(days, 10, 32)
		if err != nil || n > maxDays {
			return 0, notADuration(s)
		}
		total, rest = time.Duration(n)*day, after
		if rest == "" {
			return Duration(total), nil
		}
	}
	part, err := time.ParseDuration(rest)
	if err != nil || part < 0 || strings.HasPrefix(rest, "+") || part > maxDays*day {
		return 0, notADuration(s)
	}
	return Duration(total + part), nil
}

func notADuration(s string) error {
	return fmt.Errorf("%q is not a duration: write 30s, 10m, 36h or 90d", s)
}

// String writes the duration as a play would: "90d", "36h", "1h30m", "0s".
func (d Duration) String() string {
	std := d.Std()
	if std > 0 && std%day == 0 {
		return strconv.FormatInt(int64(std/day), 10) + "d"
	}
	s := std.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// MarshalText writes the form that UnmarshalText reads.
func (d Duration) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the form that plays use.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := ParseDuration(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
