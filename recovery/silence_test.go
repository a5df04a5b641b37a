package recovery_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"makegood/recovery"
)

func TestSilentSince(t *testing.T) {
	noon := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	at := func(hours float64) time.Time { return noon.Add(time.Duration(hours * float64(time.Hour))) }
	six := &recovery.Monitor{From: "ops feed", SilentAfter: recovery.Duration(6 * time.Hour)}
	for name, c := range map[string]struct {
		monitor             *recovery.Monitor
		heard, watched, now time.Time
		since               time.Time
		silent              bool
	}{
		"just heard":                        {six, at(5), at(0), at(5), at(5), false},
		"exactly as long as is normal":      {six, at(1), at(0), at(7), at(1), false},
		"a moment longer":                   {six, at(1), at(0), at(7).Add(1), at(1), true},
		"never heard, watched for long":     {six, time.Time{}, at(0), at(7), at(0), true},
		"never heard, watched a short time": {six, time.Time{}, at(0), at(2), at(0), false},
		"heard long before it was watched":  {six, at(-1000), at(0), at(2), at(0), false},
		"heard by a clock that is ahead":    {six, at(9), at(0), at(2), at(9), false},
		"nobody monitors it":                {nil, at(0), at(0), at(2000), at(0), false},
	} {
		if since, silent := c.monitor.SilentSince(c.heard, c.watched, c.now); !since.Equal(c.since) || silent != c.silent {
			t.Errorf("%s: since %s, silent %v", name, since, silent)
		}
	}
}

// Whatever goes wrong and right and however often it is looked at: an end is told only
// after a beginning, never two of the same in a row, what lasts is told once a day and
// no more, and after a day of looking the operator knows how it stands.
func TestTidings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		calm := recovery.Duration(rapid.SampledFrom([]time.Duration{0, time.Hour, 24 * time.Hour}).Draw(t, "calm"))
		now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
		var told, said, changed time.Time
		knows, was := false, false
		for range rapid.IntRange(1, 60).Draw(t, "looks") {
			now = now.Add(time.Duration(rapid.IntRange(1, 3000).Draw(t, "minutes")) * time.Minute)
			wrong := rapid.Bool().Draw(t, "wrong")
			if wrong != was {
				changed, was = now, wrong
			}
			switch tidings := recovery.TidingsOf(wrong, told, now, calm); tidings {
			case recovery.Begins:
				if knows || !wrong {
					t.Fatal("a beginning that is none")
				}
				knows, told, said = true, now, now
			case recovery.Lasts:
				if !knows || !wrong || now.Sub(said) < 24*time.Hour {
					t.Fatalf("it lasts, said %s after the last word", now.Sub(said))
				}
				told, said = now, now
			case recovery.Over:
				if !knows || wrong || now.Sub(said) < calm.Std() {
					t.Fatal("an end that is none, or comes too early")
				}
				knows, told = false, time.Time{}
			case "":
				if wrong && !knows {
					t.Fatal("it goes wrong and nobody is told")
				}
				if wrong && now.Sub(said) >= 24*time.Hour {
					t.Fatal("a day and nobody is told that it lasts")
				}
				if !wrong && knows && now.Sub(changed) >= 24*time.Hour {
					t.Fatal("a day over and nobody is told")
				}
			}
		}
	})
}

func TestFixWhenCounts(t *testing.T) {
	counted := recovery.Counted{Watched: 1000, Confirmed: 73, Confirms: 101}
	share := &recovery.FixWhen{Percent: 50_000, AtLeast: 20}
	number := &recovery.FixWhen{Recoveries: 100}
	for name, c := range map[string]struct {
		fix                *recovery.FixWhen
		confirmed, watched int
		reached            bool
	}{
		"a share":  {share, 73, 1000, true},
		"a number": {number, 101, 0, true},
		"none":     {nil, 73, 1000, false},
	} {
		confirmed, watched := c.fix.Of(counted)
		if confirmed != c.confirmed || watched != c.watched || c.fix.Reached(confirmed, watched) != c.reached {
			t.Errorf("%s: %d of %d, %v", name, confirmed, watched, c.fix.Reached(confirmed, watched))
		}
	}
}
