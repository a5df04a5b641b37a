package gateway_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.temporal.io/api/serviceerror"

	"makegood/gateway"
)

// earDouble counts what it hears at noon.
type earDouble map[string]int

func (e earDouble) Heard(trigger string, at time.Time) {
	if at.Equal(noon) {
		e[trigger]++
	}
}

// A source is heard with every sound observation, a repeat too, and while Temporal is
// away; not with what is refused, nor with a trigger that has no play.
func TestTriggersAreHeard(t *testing.T) {
	ear := earDouble{}
	d := newDoor(func(o *gateway.Options) { o.Ear = ear })
	for _, step := range []struct {
		name, body string
		as         string
		want       earDouble
	}{
		{"one", good, asJSON, earDouble{"flight.delayed": 1}},
		{"a repeat", good, asJSON, earDouble{"flight.delayed": 2}},
		{"another trigger of ours", but("flight.delayed", "line.dropped"), asJSON, earDouble{"flight.delayed": 2, "line.dropped": 1}},
		{"no play", but("flight.delayed", "train.delayed"), asJSON, earDouble{"flight.delayed": 2, "line.dropped": 1}},
		{"refused", but("4960", "0"), asJSON, earDouble{"flight.delayed": 2, "line.dropped": 1}},
		{"many, one of them refused", good + "\n" + but("4960", "0"), asNDJSON, earDouble{"flight.delayed": 2, "line.dropped": 1}},
		{"many", good + "\n" + but("c-1042", "c-2"), asNDJSON, earDouble{"flight.delayed": 4, "line.dropped": 1}},
	} {
		d.post(step.body, step.as)
		if diff := cmp.Diff(step.want, ear); diff != "" {
			t.Errorf("%s: %s", step.name, diff)
		}
	}
	d.temporal.signal = func(context.Context) error { return serviceerror.NewUnavailable("away") }
	d.post(but("ops-77120", "ops-2"), asJSON)
	if ear["flight.delayed"] != 5 {
		t.Error("a source that Temporal does not hear is taken to be silent")
	}
}
