package recovery

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseQuiet(t *testing.T) {
	for _, sound := range []string{"21:00-08:00", "00:00-06:30", "12:00-13:00", "23:59-00:00"} {
		quiet, err := ParseQuiet(sound)
		if err != nil || quiet.String() != sound {
			t.Errorf("%s: %v, %v", sound, quiet, err)
		}
	}
	for _, wrong := range []string{"", "21:00", "21-8", "21:00-8:00", "24:00-08:00", "21:60-08:00", "-1:00-08:00", "21:00-21:00", "21:00-08:00 ", "21:00-08:00x", "9pm-8am"} {
		if quiet, err := ParseQuiet(wrong); err == nil {
			t.Errorf("%q was taken as %v", wrong, quiet)
		}
	}
}

func quietPlay(t testing.TB, hours, zone string) *Play {
	t.Helper()
	quiet, err := ParseQuiet(hours)
	if err != nil {
		t.Fatal(err)
	}
	return &Play{Clock: Clock{Zone: zone}, Apology: Apology{Quiet: map[Channel]Quiet{SMS: quiet}}}
}

func TestQuietUntil(t *testing.T) {
	const berlin, newYork, santiago = "Europe/Berlin", "America/New_York", "America/Santiago"
	for name, c := range map[string]struct {
		hours, zone string
		now, want   string // by the zone; empty: it may ring
	}{
		"a minute before":                       {"21:00-08:00", berlin, "2026-07-01 20:59:59", ""},
		"from the first minute on":              {"21:00-08:00", berlin, "2026-07-01 21:00:00", "2026-07-02 08:00:00"},
		"before midnight":                       {"21:00-08:00", berlin, "2026-07-31 23:59:59", "2026-08-01 08:00:00"},
		"after midnight":                        {"21:00-08:00", berlin, "2026-07-01 00:00:00", "2026-07-01 08:00:00"},
		"the last minute":                       {"21:00-08:00", berlin, "2026-07-01 07:59:59", "2026-07-01 08:00:00"},
		"over":                                  {"21:00-08:00", berlin, "2026-07-01 08:00:00", ""},
		"in the middle of the day":              {"12:00-13:00", berlin, "2026-07-01 12:30:00", "2026-07-01 13:00:00"},
		"not in the middle of the night":        {"12:00-13:00", berlin, "2026-07-01 00:30:00", ""},
		"to midnight":                           {"21:00-00:00", berlin, "2026-07-01 22:00:00", "2026-07-02 00:00:00"},
		"the night in which clocks go forward":  {"21:00-08:00", berlin, "2026-03-28 22:00:00", "2026-03-29 08:00:00"},
		"the night in which clocks go back":     {"21:00-08:00", newYork, "2026-10-31 22:00:00", "2026-11-01 08:00:00"},
		"the end is skipped":                    {"21:00-02:30", newYork, "2026-03-08 01:00:00", "2026-03-08 03:00:00"},
		"midnight, the end, is skipped":         {"18:00-00:00", santiago, "2026-09-05 20:00:00", "2026-09-06 01:00:00"},
		"the last night of a year":              {"21:00-08:00", newYork, "2026-12-31 23:00:00", "2027-01-01 08:00:00"},
		"the last night of February, leap year": {"21:00-08:00", newYork, "2028-02-28 23:00:00", "2028-02-29 08:00:00"},
	} {
		t.Run(name, func(t *testing.T) {
			now := local(t, c.zone, c.now)
			want := time.Time{}
			if c.want != "" {
				want = local(t, c.zone, c.want)
			}
			for customer, play := range map[string]string{c.zone: "", "": c.zone, "Nowhere/Land": c.zone} {
				if got := quietPlay(t, c.hours, play).QuietUntil(SMS, customer, now); !got.Equal(want) {
					t.Errorf("customer in %q, play in %q: %s, want %s", customer, play, got, want)
				}
			}
			if got := quietPlay(t, c.hours, c.zone).QuietUntil(Email, c.zone, now); !got.IsZero() {
				t.Errorf("a channel without quiet hours waits until %s", got)
			}
		})
	}
}

// Clocks that are put back show the end twice: between the two it may ring, and then
// it is quiet once more.
func TestQuietUntilWhereTheEndComesTwice(t *testing.T) {
	play := quietPlay(t, "21:00-02:30", "Europe/Berlin")
	for written, want := range map[string]string{
		"2026-10-25T00:10:00Z": "2026-10-25T00:30:00Z", // 02:10 the first time
		"2026-10-25T00:40:00Z": "",                     // 02:40 the first time: it may ring
		"2026-10-25T01:10:00Z": "2026-10-25T01:30:00Z", // 02:10 the second time
		"2026-10-25T01:30:00Z": "",
	} {
		now, err := time.Parse(time.RFC3339, written)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if until := play.QuietUntil(SMS, "", now); !until.IsZero() {
			got = until.Format(time.RFC3339)
		}
		if got != want {
			t.Errorf("at %s it is quiet until %q, want %q", written, got, want)
		}
	}
}

// Minute by minute: it is quiet until then, and not from then on.
func TestQuietUntilIsTheFirstMinuteThatMayRing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom(clockZones).Draw(t, "zone")
		quiet := Quiet{From: rapid.IntRange(0, 1439).Draw(t, "from"), To: rapid.IntRange(0, 1439).Draw(t, "to")}
		if quiet.From == quiet.To {
			return
		}
		play := &Play{Apology: Apology{Quiet: map[Channel]Quiet{SMS: quiet}}}
		now := drawMoment(t).Truncate(time.Minute)
		rings := now
		for {
			shown := rings.In(zoneNamed(zone)).Format("15:04")
			from, to := quiet.String()[:5], quiet.String()[6:]
			inside := from <= shown && shown < to
			if from > to {
				inside = from <= shown || shown < to
			}
			if !inside {
				break
			}
			rings = rings.Add(time.Minute)
		}
		until := play.QuietUntil(SMS, zone, now)
		if until.IsZero() {
			until = now
		}
		if !until.Equal(rings) {
			t.Fatalf("in %s quiet %s at %s: until %s, want %s", zone, quiet, now, until, rings)
		}
	})
}

// Minute by minute: it may ring until then, and not at that moment.
func TestQuietFromIsTheFirstQuietMoment(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom(clockZones).Draw(t, "zone")
		quiet := Quiet{From: rapid.IntRange(0, 1439).Draw(t, "from"), To: rapid.IntRange(0, 1439).Draw(t, "to")}
		if quiet.From == quiet.To {
			return
		}
		play := &Play{Apology: Apology{Quiet: map[Channel]Quiet{SMS: quiet}}}
		now := drawMoment(t)
		from := play.QuietFrom(SMS, zone, now)
		if from.Before(now) || play.QuietUntil(SMS, zone, from).IsZero() {
			t.Fatalf("in %s quiet %s at %s: it is not quiet at %s", zone, quiet, now, from)
		}
		for at := now; at.Before(from); at = at.Add(time.Minute) {
			if until := play.QuietUntil(SMS, zone, at); !until.IsZero() {
				t.Fatalf("in %s quiet %s at %s: from %s, and it is quiet at %s", zone, quiet, now, from, at)
			}
		}
		if none := play.QuietFrom(Email, zone, now); !none.IsZero() {
			t.Fatalf("a channel without quiet hours is quiet from %s", none)
		}
	})
}
