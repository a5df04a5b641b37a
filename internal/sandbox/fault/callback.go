package fault

import (
	"math/rand/v2"
	"slices"
	"time"

	"makegood/internal/sandbox/field"
)

// Webhooks is the endpoint of what a provider sends to us, at every provider.
// There a fault counts callbacks, and its Match looks at their body and URL.
const Webhooks = "webhooks"

// The kinds that strike callbacks.
const (
	Late     Kind = "late"     // due For later, by the sandbox's clock
	Copies   Kind = "copies"   // sent Copies times
	Never    Kind = "never"    // not sent at all
	Shuffled Kind = "shuffled" // due later by a random part of For, repeatable by When.Seed
	Early    Kind = "early"    // sent before the API answers the call that it tells of
	Forged   Kind = "forged"   // signed with a wrong secret
	Stale    Kind = "stale"    // signed with a time 72 h back; where no time is signed, sent once more
)

// CallbackKinds lists those that strike callbacks.
var CallbackKinds = []Kind{Late, Copies, Never, Shuffled, Early, Forged, Stale}

// mostCopies is how often one callback can be sent.
const mostCopies = 5

// setCopies makes it 2 where nobody said; a number out of bounds is refused by
// checkCallback.
func (f *Fault) setCopies(n *int) {
	switch {
	case n != nil && *n == 0:
		f.Copies = -1
	case n != nil:
		f.Copies = *n
	case f.Fault == Copies:
		f.Copies = 2
	}
}

// Delay is by how much the struck callback is held back.
func (f *Fault) Delay() time.Duration {
	if f.Fault != Shuffled {
		return f.Duration()
	}
	// Another stream than the one that picks by probability.
	part := rand.New(rand.NewPCG(^f.When.Seed, uint64(f.Seen))).Float64()
	return time.Duration(part * float64(f.Duration()))
}

// checkKind keeps the kinds of callbacks at their endpoint and those of
// requests at the others.
func (f *Fault) checkKind() error {
	here, there, belongs := Kinds, CallbackKinds, `strikes callbacks, and belongs to the endpoint "webhooks"`
	if f.Endpoint == Webhooks {
		here, there, belongs = CallbackKinds, Kinds, `strikes requests; at the endpoint "webhooks" are callbacks`
	}
	exists := names(here, func(k Kind) string { return string(k) })
	switch {
	case slices.Contains(here, f.Fault):
		return nil
	case slices.Contains(there, f.Fault):
		return &field.Error{Field: "fault", Message: `"` + string(f.Fault) + `" ` + belongs, Exists: exists}
	}
	return field.Unknown("fault", string(f.Fault), exists)
}

func (f *Fault) checkCallback() error {
	switch {
	case f.Copies != 0 && f.Fault != Copies:
		return field.Wrong("copies", "belongs to the fault %q, not to %q", Copies, f.Fault)
	case f.Fault == Copies && (f.Copies < 1 || f.Copies > mostCopies):
		return field.Wrong("copies", "is between 1 and %d", mostCopies)
	case f.Endpoint == Webhooks && f.Method != "":
		return field.Wrong("method", "means nothing at the endpoint %q: every callback is a POST", Webhooks)
	}
	return nil
}
