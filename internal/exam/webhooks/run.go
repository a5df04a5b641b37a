package webhooks

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"makegood/internal/exam/desk"
	"makegood/internal/exam/house"
	"makegood/internal/exam/journey"
	"makegood/internal/exam/oracle"
	"makegood/internal/exam/report"
	"makegood/internal/ledger"
	"makegood/recovery"
)

const (
	endsWithin = 5 * time.Minute
	lateBy     = 72 * time.Hour
	deadFor    = 1500 * time.Millisecond // the gateway, as what is late falls due
)

// exam is one sitting.
type exam struct {
	crew    *house.Crew
	at      *desk.Desk
	cases   []*Case
	within  time.Duration
	line    *report.Line // what is found beside the oracle
	reopens time.Duration
}

// Run takes the cases through a crew that is called and that nobody else uses, and
// gives each phase so long. What has not opened again within a while is lost.
func Run(ctx context.Context, crew *house.Crew, cases []*Case, progress report.Progress) (*report.Line, error) {
	return RunFor(ctx, crew, cases, endsWithin, time.Minute, progress)
}

// RunFor is Run with other bounds.
func RunFor(ctx context.Context, crew *house.Crew, cases []*Case, within, reopens time.Duration, progress report.Progress) (*report.Line, error) {
	e := &exam{crew: crew, at: desk.New(crew), cases: cases, within: within, reopens: reopens, line: &report.Line{}}
	before := crew.Kills()
	all := make([]*journey.Journey, len(cases))
	for i, c := range cases {
		all[i] = c.Journey
	}
	if err := e.at.Prepare(ctx, all...); err != nil {
		return nil, err
	}
	if err := e.at.Report(ctx, all...); err != nil {
		return nil, err
	}
	phases := []func() error{
		func() error { return e.tell(ctx, flight) },
		func() error { return e.await(ctx, all, progress) },
		func() error { return e.refused(ctx) },
		func() error { return e.tell(ctx, ended) },
		func() error { return e.probe(ctx) },
		func() error { return e.later(ctx) },
		func() error { return e.comeBack(ctx) },
		func() error { return e.await(ctx, all, progress) },
		func() error { return e.rotate(ctx) },
		func() error { return e.rows(ctx) },
	}
	for _, phase := range phases {
		if err := phase(); err != nil {
			return nil, err
		}
	}
	line, err := e.at.Line(ctx, "webhooks", all)
	if err != nil {
		return nil, err
	}
	line.Failures = append(line.Failures, e.line.Failures...)
	line.Recount()
	line.Kills = crew.Kills() - before
	line.Faults, err = e.at.Struck(ctx)
	return line, err
}

func (e *exam) fail(c *Case, format string, args ...any) {
	e.line.Fail(c.Number, oracle.Unexplained, fmt.Sprintf("%s: %s: %s", c.What, c.ID(), fmt.Sprintf(format, args...)))
}

// await waits until all rest and the sandbox has told what is due.
func (e *exam) await(ctx context.Context, all []*journey.Journey, progress report.Progress) error {
	told := func(n int) { progress.Show("webhooks: ended", n, len(all)) }
	if err := e.at.Await(ctx, e.within, told, all...); err != nil {
		return err
	}
	return e.at.Told(ctx, 20*time.Second)
}

// tell makes the exam's own calls, of all cases at once and of each in its order.
func (e *exam) tell(ctx context.Context, at when) error {
	const atOnce = 16
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for _, c := range e.cases {
		if c.tells != at {
			continue
		}
		group.Go(func() error {
			of, is, err := e.taken(ctx, c)
			if err != nil || !is {
				return err
			}
			for i, status := range c.told {
				for range c.copies {
					if err := e.insist(ctx, e.signed(c, of, i, status)); err != nil {
						return fmt.Errorf("%s: %s: %w", c.What, status, err)
					}
				}
			}
			return nil
		})
	}
	return group.Wait()
}

// taken waits until a provider has taken a case's step. Where that does not come to
// be the oracle finds why.
func (e *exam) taken(ctx context.Context, c *Case) (about, bool, error) {
	for began := time.Now(); time.Since(began) < e.within && ctx.Err() == nil; {
		rows, err := e.crew.Ledger.Deliveries(ctx, c.ID())
		if err != nil {
			return about{}, false, err
		}
		for _, row := range rows {
			if row.Step == c.step && row.ProviderID != "" {
				return row, true, nil
			}
		}
		desk.Wait(ctx, 200*time.Millisecond)
	}
	return about{}, false, ctx.Err()
}

// signed is the provider's call with a status, as it would make it.
func (e *exam) signed(c *Case, of about, nth int, status string) call {
	event := fmt.Sprintf("%s-%d", c.Observations[0].Experience, nth)
	switch c.provider {
	case "twilio":
		code := ""
		if status == "undelivered" {
			code = "30007"
		}
		return byTwilio(of, status, code, e.crew.GatewayURL, e.crew.Keys.Twilio[0])
	case "sendgrid":
		return bySendGrid(of, event, status, time.Now(), e.crew.Keys.SendGrid)
	}
	is := "succeeded"
	switch {
	case c.comeBack, status == "refund.failed":
		is = "failed"
	case status == "refund.created":
		is = "pending"
	}
	return byStripe(of, "evt_"+event, status, is, time.Now(), e.crew.Keys.Stripe...)
}

// insist calls until it is answered by more than "send it again".
func (e *exam) insist(ctx context.Context, c call) error {
	answer := 0
	for began := time.Now(); time.Since(began) < time.Minute && ctx.Err() == nil; {
		var err error
		if answer, err = e.post(ctx, c); err != nil || answer < http.StatusInternalServerError {
			return err
		}
		desk.Wait(ctx, time.Second)
	}
	return errors.Join(ctx.Err(), fmt.Errorf("the gateway still answers %d", answer))
}

func (e *exam) post(ctx context.Context, c call) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, e.crew.GatewayURL+c.uri, strings.NewReader(c.body))
	if err != nil {
		return 0, err
	}
	c.dress(request)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err
	}
	return response.StatusCode, response.Body.Close()
}

// later lets 72 hours pass by the sandbox's clock and the worker's, with the gateway
// dead as what is late falls due.
func (e *exam) later(ctx context.Context) error {
	some := false
	for _, c := range e.cases {
		some = some || c.late
	}
	if !some {
		return nil
	}
	err := e.crew.Later(ctx, lateBy, func() error {
		if err := errors.Join(e.crew.Gateway.Kill(), e.at.Advance(ctx, lateBy)); err != nil {
			return err
		}
		desk.Wait(ctx, deadFor)
		return e.crew.Gateway.Start(ctx)
	})
	if err != nil {
		return err
	}
	return e.at.Told(ctx, 30*time.Second)
}

// comeBack waits until each refund that failed was made good by credit.
func (e *exam) comeBack(ctx context.Context) error {
	until := time.Now().Add(e.reopens)
	for _, c := range e.cases {
		for c.comeBack && time.Now().Before(until) && ctx.Err() == nil {
			state, found, err := e.crew.Ledger.Recovery(ctx, c.ID())
			if err != nil {
				return err
			}
			if receipt, is := state.Proven("credit"); found && is && receipt.Word == recovery.Arrived {
				break
			}
			desk.Wait(ctx, 200*time.Millisecond)
		}
	}
	return ctx.Err()
}

// rows sees that the ledger has each step's last word, whatever came last.
func (e *exam) rows(ctx context.Context) error {
	for _, c := range e.cases {
		rows, err := e.crew.Ledger.Deliveries(ctx, c.ID())
		if err != nil {
			return err
		}
		want := recovery.Arrived
		for _, status := range c.told {
			if status == "undelivered" || status == "bounce" {
				want = recovery.Refused
			}
		}
		if c.comeBack {
			want = recovery.Refused
			if err := e.openedAgain(ctx, c); err != nil {
				return err
			}
		}
		if word := wordOf(rows, c.step); word != want {
			e.fail(c, "the ledger says that the %s is %q, and it is %q", c.step, word, want)
		}
	}
	return nil
}

// openedAgain sees that a refund which came back after the end had its recovery
// opened again: else the case was not about that.
func (e *exam) openedAgain(ctx context.Context, c *Case) error {
	if !c.late && c.tells != ended {
		return nil
	}
	state, _, err := e.crew.Ledger.Recovery(ctx, c.ID())
	for _, line := range state.Story {
		if strings.HasPrefix(line.What, "Opened again") {
			return err
		}
	}
	e.fail(c, "its refund came back after the end, and it was not opened again")
	return err
}

func wordOf(rows []ledger.Delivery, step string) recovery.Word {
	for _, row := range rows {
		if row.Step == step {
			return row.Word
		}
	}
	return ""
}
