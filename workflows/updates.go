package workflows

import "makegood/recovery"

// Confirm is a person's word that it is bad enough, before the play says so.
type Confirm struct {
	Who  string `json:"who"`
	Why  string `json:"why"`
	Tier string `json:"tier,omitempty"` // the threshold as the play writes it, "180"; by default the highest tier met, else the lowest
}

// Dismiss is a person's word that nothing is owed.
type Dismiss struct {
	Who string `json:"who"`
	Why string `json:"why"`
}

// Retry sends a recovery that needs a person back to the automatic ways, with
// what was wrong corrected.
type Retry struct {
	Who     string            `json:"who"`
	Why     string            `json:"why"`
	Phone   string            `json:"phone,omitempty"`
	Email   string            `json:"email,omitempty"`
	Payment *recovery.Payment `json:"payment,omitempty"`
}

// Resolve is a person's word that they have made it good by hand.
type Resolve struct {
	Who   string `json:"who"`
	Why   string `json:"why"`   // what was done
	Proof string `json:"proof"` // where that can be seen: a receipt number, a ticket
}
