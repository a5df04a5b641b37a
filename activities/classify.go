package activities

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"makegood/recovery"
)

// Kind is what a provider's answer means for what is done next. There are three
// families: what is not known (look, or ask again under the same key), what is
// certainly not done (ask again later), and what will never be done.
type Kind string

// The kinds.
const (
	Unknown  Kind = "unknown"  // it may have been done, or may yet be
	Replays  Kind = "replays"  // as Unknown, and the same key will only repeat this answer
	Busy     Kind = "busy"     // certainly not done: the same again, later
	Waiting  Kind = "waiting"  // certainly not done, and saved under the key: again with a new key, later
	Paused   Kind = "paused"   // nothing passes until the operator has mended something
	Existing Kind = "existing" // something of that kind is there already: ours, or a refusal
	Final    Kind = "final"    // no, for good
)

// Codes of our own, where a provider gives none.
const (
	codeNoAnswer    = "no answer"
	codeUnreachable = "unreachable"
	codeNoGroup     = "no_such_group"
	codeNotSetUp    = "not_set_up"
	codeLost        = "outcome_unknown"
	codeTooLate     = "not_sent_in_time"
)

// row is one line of a provider's table in "What the providers really do".
type row struct {
	codes    []string // exact, or with a * at the end for all that begin so
	meaning  string   // the table's own word for it
	kind     Kind
	then     recovery.Then // where the answer is a no, or the message failed later
	operator bool          // whoever runs Makegood has to mend something
	why      string        // for a support lead, without personal data
	wait     time.Duration // before asking again, where the provider names no time
}

// Verdict is what the table says of one answer.
type Verdict struct {
	Provider string
	Kind     Kind
	Code     string
	Then     recovery.Then
	Operator bool
	Why      string
	Wait     time.Duration // before asking again; the provider's own word where it gave one
}

// Refusal is the verdict as the workflow reads it.
func (v *Verdict) Refusal() recovery.Refusal {
	return recovery.Refusal{Provider: v.Provider, Code: v.Code, Then: v.Then, Why: v.Why, Operator: v.Operator}
}

// unsent says whether it is certain that nothing went out.
func (v *Verdict) unsent() bool {
	return v.Kind == Busy || v.Kind == Paused || v.Kind == Waiting || v.Kind == Final
}

// table is a provider's rows. Codes are looked up in the order of the names an
// answer goes by, the most telling first; within one name the first row wins.
type table struct {
	provider string
	rows     []row
	other    func(status int) row // for what no row names
}

// verdict asks the table for the first name that it knows.
func (t *table) verdict(status int, retryAfter time.Duration, names ...string) *Verdict {
	for _, name := range names {
		if found := t.find(name); found != nil {
			return found.verdict(t.provider, name, retryAfter)
		}
	}
	code := codeNoAnswer
	if at := slices.IndexFunc(names, tellable); at >= 0 {
		code = names[at]
	}
	other := t.other(status)
	return other.verdict(t.provider, code, retryAfter)
}

// noAnswer is the verdict where there was none, or none that says anything.
func (t *table) noAnswer(retryAfter time.Duration) *Verdict {
	verdict := t.verdict(0, retryAfter, "500")
	verdict.Code = codeNoAnswer
	return verdict
}

func (t *table) find(name string) *row {
	if name == "" {
		return nil
	}
	for i := range t.rows {
		for _, code := range t.rows[i].codes {
			if beginning, open := strings.CutSuffix(code, "*"); code == name || open && strings.HasPrefix(name, beginning) {
				return &t.rows[i]
			}
		}
	}
	return nil
}

func (r *row) verdict(provider, code string, retryAfter time.Duration) *Verdict {
	return &Verdict{
		Provider: provider, Kind: r.kind, Code: code, Then: r.then,
		Operator: r.operator, Why: r.why, Wait: max(r.wait, retryAfter),
	}
}

// tellable says whether a code that no table knows may be shown: a number as
// short as a code is, or words joined as Stripe joins them. What a provider puts
// in a code is not ours to choose, and no phone number, address or name may travel
// in it.
func tellable(code string) bool {
	if code == "" || len(code) > 60 {
		return false
	}
	if strings.Trim(code, "0123456789") == "" {
		return len(code) <= 6
	}
	for _, secret := range []string{"sk_", "rk_", "pk_", "whsec_"} {
		if strings.HasPrefix(code, secret) {
			return false
		}
	}
	return strings.Contains(code, "_") && strings.Trim(code, "abcdefghijklmnopqrstuvwxyz_") == ""
}

// refusedReceipt is a receipt for something that was accepted first and failed
// later; the same table says what that means.
func (v *Verdict) refusedReceipt(receipt recovery.Receipt) recovery.Receipt {
	receipt.Word, receipt.Code, receipt.Then, receipt.Why = recovery.Refused, v.Code, v.Then, v.Why
	if receipt.Then == "" {
		receipt.Then = recovery.ThenNext
	}
	return receipt
}

// refusalOf is what the tables say of a refusal that the ledger has kept.
func refusalOf(provider, status, code string) *Verdict {
	var verdict *Verdict
	switch code {
	case codeLost:
		return lost(provider)
	case codeTooLate:
		return tooLate(provider)
	}
	switch {
	case provider == ProviderTwilio:
		verdict = twilioTable.verdict(0, 0, code)
	case provider == ProviderSendGrid:
		verdict = sendgridStatus.verdict(0, 0, status)
		if verdict.Kind != Final {
			verdict = sendgridTable.verdict(400, 0, code)
		}
	case status == "failed" || status == "canceled": // a refund that came back
		verdict = stripeRefundFailed.verdict(0, 0, cmp.Or(code, status))
	default:
		verdict = stripeTable.verdict(400, 0, code)
	}
	verdict.Kind, verdict.Code = Final, code
	return verdict
}

// lost is for a message of which it could not be found out whether it went out.
func lost(provider string) *Verdict {
	return &Verdict{
		Provider: provider, Kind: Final, Code: codeLost, Then: recovery.ThenNext, Operator: true,
		Why: "It cannot be found out whether the message went out, so it is not sent this way again.",
	}
}

// tooLate is for a message that nobody had begun to send when its time was over.
func tooLate(provider string) *Verdict {
	return &Verdict{
		Provider: provider, Kind: Final, Code: codeTooLate, Then: recovery.ThenNext,
		Why: "It could not be sent in time, and was not sent.",
	}
}
