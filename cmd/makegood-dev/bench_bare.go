package main

import (
	"context"
	"fmt"
	"time"

	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
	"makegood/workers"
)

const bareQueue = "bare"

// bareWorkflow is what any workflow of this shape costs at the least: one signal
// that comes with the start, then two activities in turn that do nothing.
func bareWorkflow(ctx workflow.Context) error {
	workflow.GetSignalChannel(ctx, "go").Receive(ctx, nil)
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{StartToCloseTimeout: time.Minute})
	for range 2 {
		if err := workflow.ExecuteActivity(ctx, bareActivity).Get(ctx, nil); err != nil {
			return err
		}
	}
	return nil
}

func bareActivity(context.Context) error { return nil }

// startBare runs a worker for the bare workflow, with the same options as ours.
func (h *house) startBare() (stop func(), err error) {
	w := worker.New(h.client, bareQueue, workers.Tuning())
	w.RegisterWorkflow(bareWorkflow)
	w.RegisterActivity(bareActivity)
	if err := w.Start(); err != nil {
		return nil, err
	}
	return w.Stop, nil
}

func bareID(round, i int) string { return fmt.Sprintf("bare/%d/%d", round, i) }

// startBare signals a bare workflow with its start, as recoveries are.
func (b *bench) startBare(ctx context.Context, round, i int) error {
	options := client.StartWorkflowOptions{ID: bareID(round, i), TaskQueue: bareQueue}
	run, err := b.house.client.SignalWithStartWorkflow(ctx, options.ID, "go", nil, options, bareWorkflow)
	if err != nil {
		return err
	}
	return run.Get(ctx, nil)
}

// benchPlay owes a refund at once, so that nothing but the work itself is timed.
func benchPlay() *recovery.Play {
	return &recovery.Play{
		Name: "bench", Version: 1, About: "A recovery is measured.", Trigger: "bench", Measure: "delay_minutes",
		CloseAfter: recovery.DefaultCloseAfter, Grace: recovery.DefaultGrace,
		Tiers: []recovery.Tier{{AtLeast: 180, Remedy: recovery.Remedy{Refund: &recovery.Refund{Percent: 250_000}}}},
		Apology: recovery.Apology{
			Channels: []recovery.Channel{recovery.SMS}, ReceiptWithin: recovery.DefaultReceiptWithin,
			Text: map[string]string{"en": "We are sorry. {{.Remedy}} Ref {{.Ref}}"},
		},
		Surveys: recovery.Surveys{Suppress: recovery.Duration(90 * 24 * time.Hour)},
	}
}

func benchObservation(round, i int, delay float64) *recovery.Observation {
	id := fmt.Sprintf("bench-%d-%d", round, i)
	return &recovery.Observation{
		ID: id, Trigger: "bench", Experience: id, ObservedAt: time.Now().UTC(), Measures: map[string]float64{"delay_minutes": delay},
		Customer: recovery.Customer{ID: fmt.Sprintf("c-%d", i), Name: "Ada", Phone: "+12025550143", Locale: "en"},
		Payment:  &recovery.Payment{PaymentIntent: fmt.Sprintf("pi_bench_%d_%d", round, i), Customer: "cus_bench", Amount: 4960, Currency: "eur"},
	}
}
