package recovery

import (
	"strings"
	"time"
)

// State is a recovery as it stands: what the query "state" answers, what the
// ledger keeps and what people are shown. It holds no personal data.
type State struct {
	ID          string    `json:"recovery"`
	Ref         string    `json:"ref"`
	Stage       Stage     `json:"stage"`
	Why         string    `json:"why,omitempty"`          // why it was dismissed, or needs a person
	DismissedBy string    `json:"dismissed_by,omitempty"` // the person who dismissed it; their word stands whatever is seen later
	ConfirmedBy string    `json:"confirmed_by,omitempty"` // the person who confirmed it, where one did
	Play        string    `json:"play,omitempty"`
	PlayVersion int       `json:"play_version,omitzero"`
	Trigger     string    `json:"trigger"`
	Experience  string    `json:"experience"`
	Customer    string    `json:"customer"` // the opaque id
	Incident    string    `json:"incident,omitempty"`
	Measure     string    `json:"measure,omitempty"`
	Reading     string    `json:"reading,omitempty"` // the measure as it stands or stood when confirmed, as the play writes it
	Tier        string    `json:"tier,omitempty"`    // the threshold of the tier owed, as the play writes it
	Owed        *Debt     `json:"owed,omitempty"`
	Rest        *Debt     `json:"rest,omitempty"`      // what is still to be given, and by which way, where that is not all that is owed as it is owed
	First       string    `json:"first,omitempty"`     // who came first with the news
	Complaint   string    `json:"complaint,omitempty"` // the id of the first complaint, where there is one
	Seen        Seen      `json:"seen"`
	OpenedAt    time.Time `json:"opened_at"`
	ConfirmedAt time.Time `json:"confirmed_at,omitzero"`
	ApologyAt   time.Time `json:"apology_at,omitzero"` // when a provider accepted the words
	EndedAt     time.Time `json:"ended_at,omitzero"`

	ComplainedAt time.Time `json:"complained_at,omitzero"` // when the customer came to us
	AttendBy     time.Time `json:"attend_by,omitzero"`     // until when a person should have seen to it, while it needs one

	HeldUntil time.Time `json:"held_until,omitzero"` // beyond the play's budget: until when a person can approve it before it is given by itself
	HeldWhy   string    `json:"held_why,omitempty"`
	Released  bool      `json:"released,omitempty"` // what was held is given: a person, or the deadline, has approved it
	Tired     bool      `json:"tired,omitempty"`    // the customer had as many apologies as the play allows: the words are a person's to say
	Added     bool      `json:"added,omitempty"`    // what is owed is added to what the customer was told before
	Told      []string  `json:"told,omitempty"`     // the steps of what they were told before
	Untold    []Gift    `json:"untold,omitempty"`   // what was given before more was owed, and they were not told of yet
	ByHand    *ByHand   `json:"by_hand,omitempty"`  // what a person made good of what is owed

	Receipts []Receipt  `json:"receipts"`
	Problems []string   `json:"problems,omitempty"` // what came in and could not be used
	Story    []Happened `json:"story"`
	Next     string     `json:"next,omitempty"` // what comes next, in plain words
}

// ByHand is which parts of a recovery a person has made good.
type ByHand struct {
	Remedy     bool `json:"remedy,omitempty"`
	Words      bool `json:"words,omitempty"`
	SurveyMail bool `json:"survey_mail,omitempty"`
	CameBack   bool `json:"came_back,omitempty"` // since then, what was given beside it: a person decides about all that is owed
}

// Happened is one line of a recovery's story, in plain words.
type Happened struct {
	At    time.Time `json:"at"`
	What  string    `json:"what"`
	Proof string    `json:"proof,omitempty"` // a provider's id, or who said so
}

// Done is what has arrived so far, in a few plain words each, with its proof.
func (s *State) Done() []string {
	var done []string
	for _, receipt := range s.Receipts {
		kind, _, _ := strings.Cut(receipt.Step, ":")
		if receipt.Word != Arrived {
			continue
		}
		what, known := doneWords[kind]
		if !known {
			continue
		}
		if receipt.Money.Amount > 0 {
			what += " of " + receipt.Money.String()
		}
		done = append(done, what+" ["+receipt.ID+"]")
	}
	return done
}

// StillToGive is what is still to be given, and by which way, where that is not all that
// is owed as it is owed.
func (s *State) StillToGive() (Debt, bool) {
	if s.Rest == nil || s.Owed == nil || s.Stage == Delivered {
		return Debt{}, false
	}
	given := int64(0)
	for _, receipt := range s.Receipts {
		if receipt.Word == Arrived && receipt.Money.Currency == s.Owed.Money.Currency {
			given += receipt.Money.Amount
		}
	}
	return *s.Rest, given < s.Owed.Money.Amount
}

var doneWords = map[string]string{
	string(KindRefund): "refund", string(KindCredit): "credit", string(KindCoupon): "coupon", string(KindCustom): "the remedy",
	string(SMS): "the text", string(Email): "the e-mail", "by_hand": "by hand",
}

// Proven returns the receipt of a step that has arrived, if there is one.
func (s *State) Proven(step string) (Receipt, bool) {
	for _, receipt := range s.Receipts {
		if receipt.Step == step && receipt.Word == Arrived {
			return receipt, true
		}
	}
	return Receipt{}, false
}
