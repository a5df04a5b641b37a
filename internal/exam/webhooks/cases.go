package webhooks

import (
	"fmt"
	"strings"

	"makegood/internal/exam/journey"
	"makegood/internal/exam/plays"
)

// when is the moment at which the exam itself calls.
type when string

const (
	never  when = ""
	flight when = "under way" // the provider has taken it, and its own word is still to come
	ended  when = "once it has ended"
)

// Case is a journey whose provider calls back in one way.
type Case struct {
	*journey.Journey
	step     string   // what is told of
	provider string   // and by whom
	tells    when     // the exam's own calls; the sandbox makes none then
	told     []string // their statuses, in this order
	copies   int      // of each of them
	probed   bool     // with calls that must change nothing
	rotated  bool     // and then with secrets that were dropped
	late     bool     // the sandbox calls 72 hours later
	comeBack bool     // its refund fails
}

// target is what providers tell of.
type target struct {
	name, step, provider string
	play                 plays.Play
	behaviour            string // of the payment's refunds
	courses              [][]string
}

var targets = []target{
	{"text", "sms", "twilio", plays.Refunds, "", [][]string{{"queued", "sending", "sent", "delivered"}, {"queued", "sending", "sent", "undelivered"}}},
	{"mail", "email", "sendgrid", plays.Mails, "", [][]string{{"processed", "deferred", "delivered"}, {"processed", "deferred", "bounce"}}},
	{"refund", "refund", "stripe", plays.Refunds, "pending", [][]string{{"refund.created", "refund.updated", "charge.refund.updated"}}},
	{"refund that fails", "refund", "stripe", plays.Ways, "fails", nil},
}

type maker struct {
	series string
	made   []*Case
}

func (m *maker) make(of target, what string, args ...any) *Case {
	j := journey.New(m.series, len(m.made)+1, of.play)
	j.What, j.Behaviour = of.name+", "+fmt.Sprintf(what, args...), of.behaviour
	c := &Case{Journey: j, step: of.step, provider: of.provider, comeBack: of.behaviour == "fails"}
	m.made = append(m.made, c)
	return c
}

// disturb has the sandbox's callbacks of the case come in another way.
func (c *Case) disturb(kind string, all map[string]any, copies int) *Case {
	fault := journey.Fault{Provider: c.provider, Endpoint: "webhooks", Kind: kind, When: all, Copies: copies, Match: c.Observations[0].Experience}
	if kind == "late" {
		fault.For, c.late = "72h", true
	}
	c.With(fault)
	return c
}

// tell has the exam call, and the sandbox not.
func (c *Case) tell(at when, copies int, told ...string) *Case {
	c.tells, c.told, c.copies = at, told, copies
	c.disturb("never", journey.All(), 0)
	switch told[len(told)-1] {
	case "undelivered":
		c.With(journey.Fault{Provider: "twilio", Endpoint: "messages", Kind: "error", Code: "30007", When: journey.First(1)})
	case "bounce":
		c.With(journey.Fault{Provider: "sendgrid", Endpoint: "mail", Kind: "error", Code: "bounce", When: journey.First(1)})
	}
	return c
}

// Cases are all cases of the section, always the same and in the same order.
func Cases(seed uint64, short bool) []*Case { return CasesOf("webhooks", seed, short) }

// CasesOf are the cases once more, for recoveries of another name.
func CasesOf(series string, seed uint64, short bool) []*Case {
	m := &maker{series: series}
	for _, of := range targets {
		m.disturbed(of, seed, short)
		m.orders(of, short)
	}
	for _, of := range targets[:3] {
		c := m.make(of, "calls that are not believed, and repeats")
		c.disturb("never", journey.All(), 0).probed = true
	}
	for _, of := range []target{targets[0], targets[2]} {
		c := m.make(of, "secrets that were dropped")
		c.disturb("never", journey.All(), 0).rotated = true
	}
	m.make(targets[3], "told by the exam once it has ended").tell(ended, 2, "refund.failed", "charge.refund.updated")
	steady := targets[2]
	steady.behaviour = ""
	m.make(steady, "signed, and not so").tell(ended, 1, "refund.failed")
	return m.made
}

// disturbed is every way in which the sandbox can call otherwise.
func (m *maker) disturbed(of target, seed uint64, short bool) {
	copies, seeds := []int{1, 2, 3, 4, 5}, uint64(8)
	if short {
		copies, seeds = []int{2, 5}, 1
	}
	m.make(of, "told as it should be")
	for _, many := range copies {
		m.make(of, "told %d times", many).disturb("copies", journey.All(), many)
	}
	for n := range seeds {
		m.make(of, "shuffled, %d", n+1).disturb("shuffled", map[string]any{"all": true, "seed": seed*100 + n}, 0)
	}
	m.make(of, "told before the answer").disturb("early", journey.All(), 0)
	m.make(of, "told 72 hours late").disturb("late", journey.All(), 0)
	if of.behaviour == "fails" {
		return // what nobody tells, or nobody can believe, nobody knows
	}
	for _, kind := range []string{"never", "forged", "stale"} {
		m.make(of, "%s", kind).disturb(kind, journey.All(), 0)
	}
}

// orders is every order of a course, each told one to five times.
func (m *maker) orders(of target, short bool) {
	for way, course := range of.courses {
		for i, order := range orders(course) {
			for copies := 1; copies <= 5; copies++ {
				if short && copies != i%5+1 {
					continue
				}
				// In short: all orders of what arrives once it has ended, and few others.
				if !short || way == 0 {
					m.told(of, ended, copies, order, course)
				}
				if !short || i%8 == 3 {
					m.told(of, flight, copies, order, course)
				}
			}
		}
	}
}

func (m *maker) told(of target, at when, copies int, order, course []string) {
	c := m.make(of, "told %s %d times: %s", at, copies, strings.Join(order, ", "))
	c.tell(at, copies, course...)
	c.told = order
}

// orders are all orders of a few words.
func orders(words []string) (all [][]string) {
	if len(words) == 0 {
		return [][]string{nil}
	}
	for i, word := range words {
		rest := append(append([]string{}, words[:i]...), words[i+1:]...)
		for _, order := range orders(rest) {
			all = append(all, append([]string{word}, order...))
		}
	}
	return all
}
