package workflows

import (
	"fmt"
	"strings"
	"time"

	"pgregory.net/rapid"

	"makegood/recovery"
)

// manner is how a provider treats one step. Without any it arrives at once.
type manner struct {
	away     time.Duration // no answer for so long
	lost     bool          // it was taken at once, and only the answer was lost
	outright bool          // refused before anything went out
	pending  time.Duration // accepted, and not final for so long
	fails    bool          // what was pending is refused then
	back     time.Duration // what had arrived comes back after so long
	then     recovery.Then // what each refusal asks for
	share    int64         // of the money that is given, in percent: less, or more than was asked; 0 is all
	dollars  bool          // it is given in another currency
	unread   int           // how often reading it back is refused
}

const (
	short   = 20 * time.Second
	forGood = 60 * 24 * time.Hour
)

func drawManner(t *rapid.T, kind string, nth int) manner {
	name := stepName(kind, nth)
	m := manner{
		away: rapid.SampledFrom([]time.Duration{0, 0, 0, short, 2 * time.Minute, 6 * time.Minute}).Draw(t, name+" away"),
		then: recovery.ThenNext,
	}
	m.lost = m.away > 0 && rapid.Bool().Draw(t, name+" lost")
	switch kind {
	case "refund":
		m.drawMoney(t, name)
	case "sms", "email":
		m.drawWords(t, name)
	default:
		m.outright = rapid.IntRange(0, 2).Draw(t, name+" refused") == 2
		m.then = rapid.SampledFrom([]recovery.Then{recovery.ThenNext, recovery.ThenPerson}).Draw(t, name+" then")
	}
	return m
}

func (m *manner) drawMoney(t *rapid.T, name string) {
	soon := rapid.SampledFrom([]time.Duration{time.Minute, 40 * time.Minute, 10 * time.Hour})
	m.then = rapid.SampledFrom([]recovery.Then{recovery.ThenNext, recovery.ThenNext, recovery.ThenPerson}).Draw(t, name+" then")
	switch rapid.IntRange(0, 12).Draw(t, name+" becomes") {
	case 1, 2:
		m.outright = true
	case 3:
		m.pending = soon.Draw(t, name+" pending")
	case 4, 5:
		m.pending, m.fails = soon.Draw(t, name+" pending"), true
	case 6, 7:
		m.back = soon.Draw(t, name+" comes back")
	case 8:
		m.share = 40
	case 9:
		m.share, m.pending = 40, soon.Draw(t, name+" pending")
		m.fails = rapid.Bool().Draw(t, name+" fails")
	case 10:
		m.share, m.back = 40, soon.Draw(t, name+" comes back")
	case 11:
		m.pending, m.unread = soon.Draw(t, name+" pending"), rapid.IntRange(1, 2).Draw(t, name+" unreadable")
	case 12:
		m.dollars = rapid.Bool().Draw(t, name+" in dollars")
		if !m.dollars {
			m.share = 150
		}
	}
}

func (m *manner) drawWords(t *rapid.T, name string) {
	m.then = rapid.SampledFrom([]recovery.Then{recovery.ThenNext, recovery.ThenAgain, recovery.ThenLater, recovery.ThenPerson}).Draw(t, name+" then")
	soon := rapid.SampledFrom([]time.Duration{time.Minute, 12 * time.Minute, 2 * time.Hour})
	switch rapid.IntRange(0, 7).Draw(t, name+" becomes") {
	case 1, 2:
		m.outright = true
	case 3:
		m.pending = soon.Draw(t, name+" pending")
	case 4, 5:
		m.pending, m.fails = soon.Draw(t, name+" pending"), true
	case 6:
		m.pending = forGood
	case 7:
		m.back = soon.Draw(t, name+" comes back")
	}
}

// String says the manner in words.
func (m manner) String() string {
	var says []string
	say := func(is bool, format string, args ...any) {
		if is {
			says = append(says, fmt.Sprintf(format, args...))
		}
	}
	say(m.away > 0, "no answer for %s", m.away)
	say(m.lost, "though it was taken")
	say(m.share > 0, "gives %d%% of it", m.share)
	say(m.dollars, "gives dollars")
	say(m.pending > 0, "not final for %s", m.pending)
	say(m.unread > 0, "cannot be read back %d times", m.unread)
	say(m.back > 0, "arrives, and comes back after %s (then %s)", m.back, m.then)
	say(m.fails || m.outright, "refused (then %s)", m.then)
	say(!m.fails && !m.outright && m.back == 0, "arrives")
	return strings.Join(says, ", ")
}
