package activities

import (
	"context"
	"time"

	"makegood/recovery"
)

// Records is the ledger and the playbook as the workflow uses them, as local
// activities: each may be run again and changes nothing the second time. The Temporal UI
// shows local activities by their names alone.
type Records struct {
	Ear Ear // hears those who signal past the gateway; nil: nobody does

	playbook   Playbook
	claims     Claims
	surveyMail bool
}

// Claimed is the answer to a claim.
type Claimed struct {
	Prior      *recovery.State    `json:"prior,omitempty"` // what had the id already, or nil where it is now ours
	Steps      []recovery.Receipt `json:"steps,omitempty"` // what providers said of the steps that an earlier run had begun; Word is empty where none is known to have spoken
	Allowed    recovery.Allowed   `json:"allowed,omitzero"`
	SurveyMail bool               `json:"survey_mail,omitempty"` // surveys are mailed by SendGrid, whose group has to be told too
}

// Playbook is the plays that are in force.
type Playbook interface {
	// Choose is the play that applies to an observation, and why; nil where none does.
	Choose(observation *recovery.Observation) (*recovery.Play, string)
	// ForAll is the play of a trigger that has only one, which applies to all.
	ForAll(trigger string) (*recovery.Play, bool)
	// Knows says whether a trigger has a play.
	Knows(trigger string) bool
	// ClosesAfter is how long the longest of a trigger's plays watches.
	ClosesAfter(trigger string) recovery.Duration
}

// Pinned is the play that a recovery keeps, and why it is that one. Where there is no
// play, Known says whether the trigger has any, and Why why none of them applies.
type Pinned struct {
	*recovery.Play

	Why   string `json:"why_this_play,omitempty"`
	Known bool   `json:"known_trigger,omitempty"`

	ClosesAfter recovery.Duration `json:"closes_after,omitempty"` // where none applies: how long one still may
}

// NewRecords makes the records. surveyMail says whether a survey group is set.
func NewRecords(playbook Playbook, claims Claims, surveyMail bool) *Records {
	return &Records{playbook: playbook, claims: claims, surveyMail: surveyMail}
}

// PinPlay is the play that a recovery keeps from here on, as it stands now: the one that
// applies to the first of the observations that any applies to. Before anything was
// observed it is the trigger's only one, if that applies to all.
func (r *Records) PinPlay(_ context.Context, trigger string, observed []*recovery.Observation) (Pinned, error) {
	pinned := Pinned{Known: r.playbook.Knows(trigger)}
	if pinned.Known && len(observed) > 0 {
		r.heard(trigger, time.Now())
	}
	if play, only := r.playbook.ForAll(trigger); only {
		pinned.Play = play
		return pinned, nil
	}
	for _, one := range observed {
		play, why := r.playbook.Choose(one)
		if play != nil {
			return Pinned{Play: play, Why: why, Known: true}, nil
		}
		pinned.Why, pinned.ClosesAfter = why, r.playbook.ClosesAfter(trigger)
	}
	return pinned, nil
}

// ConfirmOnRecord takes the recovery's id for good, beyond the workflow's own life,
// and keeps surveys away from its customer; all of it within what the play asks.
func (r *Records) ConfirmOnRecord(ctx context.Context, state recovery.State, until time.Time, asked recovery.Asked) (Claimed, error) {
	r.heardOf(&state)
	prior, allowed, err := r.claim(ctx, state, until, asked)
	if err != nil {
		return Claimed{}, ledgerDown("claim the recovery")
	}
	claimed := Claimed{Prior: prior, Allowed: allowed, SurveyMail: r.surveyMail}
	if prior == nil || prior.Stage != recovery.Confirmed && prior.Stage != recovery.NeedsPerson {
		return claimed, nil
	}
	claimed.Steps, err = r.steps(ctx, state.ID)
	return claimed, err
}

func (r *Records) claim(ctx context.Context, state recovery.State, until time.Time, asked recovery.Asked) (*recovery.State, recovery.Allowed, error) {
	if !asked.Nothing() {
		return r.claims.ClaimWithin(ctx, state, until, asked)
	}
	prior, err := r.claims.Claim(ctx, state, until)
	return prior, recovery.Allowed{}, err
}

// ReadRecord is what is on record of a recovery, or nothing where there is none.
func (r *Records) ReadRecord(ctx context.Context, id string) (Claimed, error) {
	state, found, err := r.claims.Recovery(ctx, id)
	if err != nil {
		return Claimed{}, ledgerDown("read the recovery")
	}
	if !found {
		return Claimed{}, nil
	}
	steps, err := r.steps(ctx, id)
	return Claimed{Prior: &state, Steps: steps, SurveyMail: r.surveyMail}, err
}

func (r *Records) steps(ctx context.Context, id string) ([]recovery.Receipt, error) {
	rows, err := r.claims.Deliveries(ctx, id)
	if err != nil {
		return nil, ledgerDown("read what was done already")
	}
	var steps []recovery.Receipt
	for _, row := range rows {
		steps = append(steps, toldBy(row))
	}
	return steps, nil
}

// PutOnRecord keeps the recovery as it stands. Where a dismissal did not go on record,
// because something is owed there already, it returns what stands instead.
func (r *Records) PutOnRecord(ctx context.Context, state recovery.State) (*recovery.State, error) {
	if r.claims.Record(ctx, state) != nil {
		return nil, ledgerDown("record the recovery")
	}
	if state.Stage != recovery.Dismissed {
		return nil, nil
	}
	stands, found, err := r.claims.Recovery(ctx, state.ID)
	if err != nil {
		return nil, ledgerDown("read the recovery back")
	}
	if !found || stands.Stage == recovery.Dismissed {
		return nil, nil
	}
	return &stands, nil
}
