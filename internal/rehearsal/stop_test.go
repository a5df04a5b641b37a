package rehearsal_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"makegood/config"
	"makegood/internal/rehearsal"
)

// Whoever stops a run waits for no scenario, and none is taken for one that passed.
func TestStopped(t *testing.T) {
	book, texts := folder(t, "testdata/behaviour")
	ctx, stop := context.WithCancel(t.Context())
	stop()
	result, err := rehearsal.RunTexts(ctx, book, texts, rehearsal.Options{}, nil)
	if err == nil || result.Passed != 0 || result.Failed != result.Scenarios || result.Scenarios == 0 {
		t.Errorf("%v: %d of %d passed", err, result.Passed, result.Scenarios)
	}
}

// A scenario that is stopped on its way says so.
func TestStoppedOnItsWay(t *testing.T) {
	book, _ := folder(t, "testdata/behaviour")
	file, err := config.ParseScenarios("x.test.yaml", []byte("scenarios: [{name: a, observe: [{measures: {delay_minutes: 1}, times: 1000, every: 1m}]}]"), "train.delayed")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer stop()
	outcome := rehearsal.Rehearse(ctx, book, &file.Scenarios[0])
	if !errors.Is(outcome.Err, context.DeadlineExceeded) || len(outcome.Failures()) == 0 {
		t.Error(outcome.Err)
	}
}
