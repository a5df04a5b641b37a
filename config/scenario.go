package config

import (
	"time"

	"github.com/goccy/go-yaml/ast"

	"makegood/recovery"
)

// ScenarioFile is a file of scenarios, and where everything in it stands.
type ScenarioFile struct {
	File      string
	Scenarios []Scenario

	doc  *document
	text string // as it was given
}

// Scenario is what happens, and what is then expected. All times are reckoned from
// its start.
type Scenario struct {
	Name       string
	Path       string // in the file: "scenarios[3]"
	Line       int
	Start      time.Time
	Observed   []Observed
	Complaints []Complained
	Orders     []Ordered
	Providers  map[string][]Conduct // by the kind of step, "sms" or "refund": the first order, the second, …; the last for all that follow
	Expected   []Expected

	node  ast.Node
	blank *blank // nil: expect is not written, or says something
}

// Observed is an observation that comes in at a time after the start.
type Observed struct {
	Path        string
	Line        int
	At          time.Duration
	Observation recovery.Observation
}

// Complained is a complaint that comes in at a time after the start.
type Complained struct {
	Path      string
	At        time.Duration
	Complaint recovery.Complaint
}

// Ordered is what a person asks for by an update.
type Ordered struct {
	Path     string
	Line     int
	At       time.Duration
	Update   string // "confirm", "dismiss", "retry" or "resolve"
	Which    Which
	Says     map[string]any // the update's argument
	Rejected string         // a part of the answer, where it is expected to be turned down
}

// Which picks recoveries of a scenario that has several: those that match in all
// that is not empty.
type Which struct{ Trigger, Experience, Customer string }

// How a provider takes what it is asked for.
const (
	Delivers = "delivered" // it arrives, at once or After a while
	Silent   = "silent"    // it is accepted, and never heard of again
	Refuses  = "refused"   // a no at once, with a Code
	Fails    = "failed"    // it is accepted, and does not arrive: with a Code, After a while
	Returns  = "returned"  // it arrives, and comes back with a Code, After a while
	Down     = "down"      // the provider does not answer, for a while or, where After is 0, ever
	Partial  = "left"      // of a refund's payment only Money is left to give back
)

// Conduct is how a provider takes one order.
type Conduct struct {
	Path  string
	Kind  string
	Code  string // the provider's own
	After time.Duration
	Money recovery.Money
}

// Expected is what a recovery is expected to have come to: at the end of everything, or
// at a time.
type Expected struct {
	Path   string
	Line   int
	At     *time.Duration // nil: at the end
	Which  Which
	Wanted []Wanted
}

// Wanted is one field of an expectation.
type Wanted struct {
	Field        string // as in the file: "stage"
	Path         string
	Line, Column int
	None         bool          // written none
	Texts        []string      // of most fields one; of those that are looked for in a text, each
	At           time.Duration // of a moment
	True         bool          // of no_words
	Items        [][]Wanted    // of messages and remedies: each with its own fields

	node ast.Node
}
