package desk

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"makegood/internal/exam/journey"
	"makegood/recovery"
)

// Prepare makes the payments that may be given back, puts the faults in the way, and
// has the survey check asked as words go out.
func (d *Desk) Prepare(ctx context.Context, journeys ...*journey.Journey) error {
	type payment struct {
		ID        string `json:"id"`
		Amount    int64  `json:"amount"`
		Currency  string `json:"currency"`
		Customer  string `json:"customer"`
		Behaviour string `json:"behaviour,omitempty"`
	}
	var payments []payment
	faults := []journey.Fault{}
	for _, j := range journeys {
		paid := j.Observations[0].Payment
		payments = append(payments, payment{paid.PaymentIntent, paid.Amount, string(paid.Currency), paid.Customer, j.Behaviour})
		for _, fault := range j.Faults {
			fault.Match = match(j, fault)
			faults = append(faults, fault)
		}
		d.Crew.House.Board.Watch(j.ID(), d.surveys.watch(j.Customer()))
		if j.Deaf > 0 {
			d.Crew.House.Board.Watch(j.ID(), deaf(j.Deaf))
		}
	}
	if err := d.post(ctx, "/sandbox/payments", payments); err != nil || len(faults) == 0 {
		return err
	}
	return d.post(ctx, "/sandbox/faults", faults)
}

// match is what ties a fault to one recovery's requests.
func match(j *journey.Journey, fault journey.Fault) string {
	if fault.Match != "" {
		return fault.Match
	}
	return recovery.Ref(j.ID())
}

// Matches are those of a journey's faults.
func (d *Desk) Matches(j *journey.Journey) (matches []string) {
	for _, fault := range j.Faults {
		matches = append(matches, match(j, fault))
	}
	return matches
}

func (d *Desk) post(ctx context.Context, path string, what any) error {
	body, err := json.Marshal(what)
	if err != nil {
		return err
	}
	status, said, err := send(ctx, http.MethodPost, d.Crew.House.SandboxURL()+path, body)
	if err == nil && status >= http.StatusMultipleChoices {
		err = fmt.Errorf("the sandbox's %s answered %d: %s", path, status, said)
	}
	return err
}

// Clear takes every fault away.
func (d *Desk) Clear(ctx context.Context) error {
	_, _, err := send(ctx, http.MethodDelete, d.Crew.House.SandboxURL()+"/sandbox/faults", nil)
	return err
}

// Advance moves the sandbox's clock.
func (d *Desk) Advance(ctx context.Context, by time.Duration) error {
	return d.post(ctx, "/sandbox/clock", map[string]string{"advance": by.String()})
}

// shuffledBy is more than a callback can be held back by being shuffled.
const shuffledBy = 10 * time.Second

// Told waits until the sandbox has called back with all that is due, or shuffled, for so
// long at the most: what it could not tell by then it goes on to tell.
func (d *Desk) Told(ctx context.Context, within time.Duration) error {
	_, _, err := send(ctx, http.MethodPost, d.Crew.House.SandboxURL()+"/sandbox/webhooks/deliver?within="+within.String()+"&ahead="+shuffledBy.String(), nil)
	return err
}
