package recovery

// Stage is where a recovery stands.
type Stage string

// The stages of a recovery's life.
const (
	Watching    Stage = "watching"     // known, and not yet bad enough for long enough
	Confirmed   Stage = "confirmed"    // bad enough: being made good
	Delivered   Stage = "delivered"    // made good, with proof of each part
	Dismissed   Stage = "dismissed"    // over, and never bad enough
	NeedsPerson Stage = "needs_person" // open until a person has seen to it
)

// Stages lists every stage there is.
func Stages() []Stage { return []Stage{Watching, Confirmed, Delivered, Dismissed, NeedsPerson} }

// Ended says whether nothing more is done at this stage.
func (s Stage) Ended() bool { return s == Delivered || s == Dismissed }

// Who came first with the news of a failure.
const (
	FirstUs       = "us"       // we told the customer
	FirstCustomer = "customer" // the customer told us
)
