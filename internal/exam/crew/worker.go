package crew

import (
	"context"
	"fmt"
	"io"
	"time"

	"go.temporal.io/sdk/interceptor"

	"makegood/activities"
	"makegood/workers"
)

// work is the worker's process: the one place that knows how a worker is made.
func work(ctx context.Context, setup Setup, out io.Writer) error {
	means, err := setup.means(ctx)
	if err != nil {
		return err
	}
	settings, err := setup.settings()
	if err != nil {
		return err
	}
	lookout := newLookout(setup)
	http := activities.NewHTTPClient()
	http.Transport = &wire{lookout: lookout, base: http.Transport}
	worker, err := workers.New(workers.Options{
		Client: means.temporal, Settings: settings, Playbook: means.playbook, Logger: means.log,
		Ledger:       &books{Ledger: means.ledger, lookout: lookout},
		HTTP:         http,
		Interceptors: []interceptor.WorkerInterceptor{&onlooker{lookout: lookout}},
		Activities:   schedules(setup.Ahead),
	})
	if err != nil {
		return err
	}
	if err := worker.Start(); err != nil {
		return fmt.Errorf("the worker does not start: %w", err)
	}
	fmt.Fprintln(out, Ready)
	<-ctx.Done()
	worker.Stop()
	return means.ledger.Close()
}

// schedules are shorter than production's, and still such that from the first look
// to the last it takes longer than a call may live. The patience is over before a
// text has arrived, so that its receipt is awaited.
func schedules(ahead time.Duration) activities.Options {
	seconds := func(all ...int) (waits []time.Duration) {
		for _, one := range all {
			waits = append(waits, time.Duration(one)*time.Second)
		}
		return waits
	}
	return activities.Options{
		Patience:  400 * time.Millisecond,
		SMSLooks:  seconds(3, 4, 6, 7),
		MailLooks: seconds(3, 4, 6, 7, 8),
		Now:       func() time.Time { return time.Now().Add(ahead) },
	}
}
