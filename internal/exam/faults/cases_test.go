package faults_test

import (
	"testing"

	"makegood/internal/exam/faults"
	"makegood/recovery"
)

// Each case is a recovery of its own, whose observations the product takes, and
// every kind of fault is put before every side effect.
func TestTheCases(t *testing.T) {
	for _, short := range []bool{true, false} {
		now, lasting := faults.Cases(short)
		ids, whats := map[string]bool{}, map[string]bool{}
		for _, j := range append(now, lasting...) {
			if ids[j.ID()] || whats[j.What] {
				t.Errorf("there are two of %s, %s", j.ID(), j.What)
			}
			ids[j.ID()], whats[j.What] = true, true
			for _, observation := range j.Observations {
				if err := observation.Check(observation.ObservedAt); err != nil {
					t.Errorf("%s: %v", j.What, err)
				}
				if observation.RecoveryID() != j.ID() {
					t.Errorf("%s: an observation is of %s", j.What, observation.RecoveryID())
				}
			}
		}
		for _, want := range []string{"refund, accept_timeout once", "coupon, not_json once", "credit, slow once", "SMS, error 21610", "e-mail, unavailable for 25 hours", "added refund, accept_timeout once", "added SMS, accept_reset once"} {
			if !whats[want] {
				t.Errorf("short %v: there is no %q", short, want)
			}
		}
	}
}

// What is owed once something else was owed before is nothing.
func TestWorseNewsComesAfterwards(t *testing.T) {
	now, _ := faults.Cases(true)
	for _, j := range now {
		if len(j.Afterwards) > 0 && (j.Expected.Stages[0] != recovery.Delivered || j.Owed().Kind != "coupon") {
			t.Errorf("%s: expected is %+v", j.What, j.Expected)
		}
	}
}
