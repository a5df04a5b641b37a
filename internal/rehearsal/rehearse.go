package rehearsal

import (
	"context"
	"time"

	"makegood/config"
	"makegood/recovery"
)

// Outcome is what came of a scenario.
type Outcome struct {
	Scenario *config.Scenario
	Took     time.Duration
	Err      error // it could not be carried out, or a recovery failed

	Recoveries []string // their ids, as they began
	Messages   []Message
	Gifts      []Gift

	moments map[time.Duration]moment
	last    moment
	answers []*answer
}

// Rehearse carries out one scenario by a playbook, over a ledger of its own.
func Rehearse(ctx context.Context, book *config.Playbook, scenario *config.Scenario) *Outcome {
	began := time.Now()
	outcome := &Outcome{Scenario: scenario}
	books, closeBooks, err := openLedger(ctx)
	if err != nil {
		outcome.Err = err
		return outcome
	}
	defer closeBooks()
	s := newStage(scenario, book, books)
	outcome.Err = s.run(ctx)
	outcome.Recoveries, outcome.moments, outcome.last, outcome.answers = s.order, s.moments, s.last, s.answers
	outcome.Messages, outcome.Gifts = s.providers.said, s.providers.given
	outcome.Took = time.Since(began)
	return outcome
}

// at is the moment that an expectation asks for.
func (o *Outcome) at(expected *config.Expected) moment {
	if expected.At != nil {
		return o.moments[*expected.At]
	}
	return o.last
}

// State is a recovery as it stood when everything had ended.
func (o *Outcome) State(id string) (recovery.State, bool) {
	state, known := o.last.states[id]
	return state, known
}
