// Package desk takes journeys through a crew: what they need is prepared, their
// observations are reported until they are acknowledged, their ends are awaited, and
// the oracle is asked.
package desk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"makegood/internal/exam/house"
	"makegood/internal/exam/journey"
	"makegood/recovery"
	"makegood/workflows"
)

// Desk is that of one crew.
type Desk struct {
	Crew    *house.Crew
	surveys surveys
}

// New makes a desk.
func New(crew *house.Crew) *Desk {
	return &Desk{Crew: crew, surveys: surveys{gateway: crew.GatewayURL}}
}

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

// acknowledgedWithin bounds how long a sender goes on reporting one observation.
const acknowledgedWithin = 3 * time.Minute

// Report reports every observation of the journeys, some at a time, each until it is
// acknowledged: as a sender has to.
func (d *Desk) Report(ctx context.Context, journeys ...*journey.Journey) error {
	const atOnce = 16
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for _, j := range journeys {
		group.Go(func() error {
			for _, observation := range j.Observations {
				if err := d.Observe(ctx, observation, j.Straight); err != nil {
					return fmt.Errorf("%s: %w", j.What, err)
				}
			}
			return nil
		})
	}
	return group.Wait()
}

// Observe reports one observation until it is acknowledged.
func (d *Desk) Observe(ctx context.Context, observation *recovery.Observation, straight bool) error {
	ctx, cancel := context.WithTimeout(ctx, acknowledgedWithin)
	defer cancel()
	body, err := json.Marshal(observation)
	if err != nil {
		return err
	}
	var last error
	for ctx.Err() == nil {
		if straight {
			last = d.signal(ctx, observation)
		} else {
			last = d.observe(ctx, body)
		}
		var refused *refusedError
		if last == nil || errors.As(last, &refused) {
			return last
		}
		Wait(ctx, 200*time.Millisecond)
	}
	return fmt.Errorf("it was not acknowledged within %s: %w", acknowledgedWithin, last)
}

type refusedError struct{ said string }

func (e *refusedError) Error() string { return "the gateway refuses it: " + e.said }

func (d *Desk) observe(ctx context.Context, body []byte) error {
	status, said, err := send(ctx, http.MethodPost, d.Crew.GatewayURL+"/v1/observations", body)
	switch {
	case err != nil:
		return err
	case status == http.StatusAccepted:
		return nil
	case status >= http.StatusInternalServerError:
		return fmt.Errorf("the gateway answered %d", status)
	}
	return &refusedError{said}
}

// signal goes past the gateway, as any Temporal SDK may, and gives no play.
func (d *Desk) signal(ctx context.Context, observation *recovery.Observation) error {
	bounded, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	options := workflows.StartOptions(d.Crew.Name, observation, &recovery.Play{}, time.Now())
	options.Memo, options.StaticDetails = nil, ""
	_, err := d.Crew.House.Temporal.SignalWithStartWorkflow(bounded, observation.RecoveryID(), workflows.SignalObserve, observation, options, workflows.TypeRecovery)
	return err
}

func send(ctx context.Context, method, url string, body []byte) (int, string, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, method, url, bytes.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	said, err := io.ReadAll(response.Body)
	return response.StatusCode, strings.TrimSpace(string(said)), err
}

// Wait waits, or returns early where the context ends.
func Wait(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
