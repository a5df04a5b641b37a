package recovery

import (
	"strconv"
	"time"
)

// Play is the commitment for one trigger: how bad it must be, what is then owed,
// which words go out and how long surveys stay away. Its fields are those of the
// YAML in config/playbooks; the JSON form is what a running recovery is pinned to.
type Play struct {
	Name       string   `json:"play"`
	Version    int      `json:"version"`
	About      string   `json:"about,omitempty"`
	Source     string   `json:"source,omitempty"` // where the commitment is written down
	AsOf       Date     `json:"as_of,omitempty"`  // the date that its amounts are from
	Trigger    string   `json:"trigger"`
	When       string   `json:"when,omitempty"`   // a CEL expression over the observation; empty: always
	Measure    string   `json:"measure"`          // a name among an observation's measures, or MeasureOpen, or MeasureOccurrences
	Within     Duration `json:"within,omitempty"` // with MeasureOccurrences: the window they are counted in
	Hold       Duration `json:"hold,omitempty"`
	Settle     Settle   `json:"settle,omitempty"`   // when it is decided; empty: SettleReached
	TopUp      bool     `json:"top_up,omitempty"`   // a higher tier met later adds the difference
	OncePer    OncePer  `json:"once_per,omitempty"` // what is made good once; empty: OncePerExperience
	Exempt     Exempt   `json:"exempt,omitempty"`
	Clock      Clock    `json:"clock,omitzero"`
	CloseAfter Duration `json:"close_after"`
	Grace      Duration `json:"grace"` // how long the words wait for a provider to take the money
	Tiers      []Tier   `json:"tiers"` // ascending
	Apology    Apology  `json:"apology"`
	Surveys    Surveys  `json:"surveys"`

	PersonWithin Duration `json:"person_within,omitempty"` // how soon a person sees to what no automatic way is left for

	Budget  *Budget  `json:"budget,omitempty"`
	Monitor *Monitor `json:"monitor,omitempty"`
	FixWhen *FixWhen `json:"fix_when,omitempty"`
}

// The two measures that Makegood takes itself.
const (
	MeasureOpen        = "open"        // the time since it occurred, while it is not resolved
	MeasureOccurrences = "occurrences" // how many observations there were within the window
)

// What a play means where it is silent.
const (
	DefaultCloseAfter    = Duration(7 * day)
	DefaultGrace         = Duration(30e9)
	DefaultReceiptWithin = Duration(15 * 60e9)
	DefaultCouponValid   = Duration(365 * day)
	DefaultPersonWithin  = Duration(day)
)

// Tier is one step of how bad it was, and what is owed from there on.
type Tier struct {
	AtLeast Threshold `json:"at_least"`
	Remedy  Remedy    `json:"remedy"`
	Else    []Way     `json:"else,omitempty"` // the ways to give what that one cannot, in this order
}

// Threshold is compared with the measure. Where the measure is MeasureOpen it is
// a length of time in seconds.
type Threshold float64

// Apology is the words and the ways they may take.
type Apology struct {
	Channels      []Channel         `json:"channels"` // tried in this order until one arrives
	ReceiptWithin Duration          `json:"receipt_within"`
	SentCounts    bool              `json:"sent_counts,omitempty"` // for routes without delivery receipts: "sent" is as far as proof goes
	Subject       map[string]string `json:"subject,omitempty"`     // by locale
	Text          map[string]string `json:"text"`                  // by locale

	More    map[string]string `json:"more,omitempty"`    // by locale: when a higher tier adds to what was told
	Default string            `json:"default,omitempty"` // the locale for those whose language is not there; empty: English, else the first by the alphabet
	Quiet   map[Channel]Quiet `json:"quiet,omitempty"`   // when a channel does not ring
	AtMost  *Fatigue          `json:"at_most,omitempty"` // how many apologies one customer gets before a person speaks to them
}

// Channel is a way for words.
type Channel string

// The channels there are.
const (
	SMS   Channel = "sms"
	Email Channel = "email"
)

// Channels lists every channel there is.
func Channels() []Channel { return []Channel{SMS, Email} }

// Surveys says how long surveys stay away from the customer.
type Surveys struct {
	Suppress Duration `json:"suppress"`
}

// Label names a tier the way the play does: "180", or "4h" where the measure is open.
func (p *Play) Label(tier int) string {
	if tier < 0 || tier >= len(p.Tiers) {
		return ""
	}
	return p.Reading(float64(p.Tiers[tier].AtLeast))
}

// Reading writes a value of the play's measure the way the play writes thresholds.
func (p *Play) Reading(value float64) string {
	if p.Measure == MeasureOpen {
		return Duration(time.Duration(value) * time.Second).String()
	}
	return strconv.FormatFloat(value, 'f', -1, 64)
}

// tierOf is the highest tier that the value meets, or -1.
func (p *Play) tierOf(value float64) int {
	met := -1
	for i := range p.Tiers {
		if value >= float64(p.Tiers[i].AtLeast) {
			met = i
		}
	}
	return met
}
