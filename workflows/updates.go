package workflows

import (
	"bytes"
	"strings"

	"github.com/go-json-experiment/json"

	"makegood/recovery"
)

// Confirm is a person's word that it is bad enough, before the play says so.
type Confirm struct {
	Who  string   `json:"who"`
	Why  string   `json:"why"`
	Tier TierName `json:"tier,omitempty"` // by default the highest tier met, else the lowest
}

// TierName names a tier by its threshold, as the play writes it: 180, "180" or "4h".
type TierName string

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

// The four are typed by people into a form, so what they do not know is refused
// rather than dropped.

// UnmarshalJSON takes a number for a number.
func (n *TierName) UnmarshalJSON(data []byte) error {
	var text string
	if bytes.HasPrefix(data, []byte(`"`)) {
		if err := json.Unmarshal(data, &text); err != nil {
			return err
		}
	} else {
		text = string(data)
	}
	*n = TierName(strings.TrimSpace(text))
	return nil
}

// UnmarshalJSON refuses fields that it does not know.
func (c *Confirm) UnmarshalJSON(data []byte) error {
	type plain Confirm
	return strictly(data, (*plain)(c), "who, why and tier")
}

// UnmarshalJSON refuses fields that it does not know.
func (d *Dismiss) UnmarshalJSON(data []byte) error {
	type plain Dismiss
	return strictly(data, (*plain)(d), "who and why")
}

// UnmarshalJSON refuses fields that it does not know.
func (r *Retry) UnmarshalJSON(data []byte) error {
	type plain Retry
	return strictly(data, (*plain)(r), "who, why, phone, email and payment")
}

// UnmarshalJSON refuses fields that it does not know.
func (r *Resolve) UnmarshalJSON(data []byte) error {
	type plain Resolve
	return strictly(data, (*plain)(r), "who, why and proof")
}

func strictly(data []byte, into any, fields string) error {
	if err := json.Unmarshal(data, into, json.RejectUnknownMembers(true)); err != nil {
		problem := recovery.ProblemOfJSON(err)
		problem.Right = "there are " + fields
		return problem
	}
	return nil
}

// corrects says what of the recovery a retry sets right, without its value.
func (r *Retry) corrects() string {
	var corrected []string
	for _, part := range []struct {
		given bool
		name  string
	}{{r.Phone != "", "phone number"}, {r.Email != "", "e-mail address"}, {r.Payment != nil, "payment"}} {
		if part.given {
			corrected = append(corrected, part.name)
		}
	}
	if corrected == nil {
		return ""
	}
	return ", with another " + strings.Join(corrected, " and ")
}
