package demo

import (
	"fmt"

	"makegood/recovery"
)

// Expectation is how one flight's recovery has to end, by its play.
type Expectation struct {
	Stage recovery.Stage
	Tier  string
	Owed  *recovery.Debt
}

// Expect says how the play has an observation end, once time has passed. Where
// the play neither makes good nor dismisses within the demo's time, it is watching.
func Expect(play *recovery.Play, observation *recovery.Observation) Expectation {
	seen := recovery.SeenOf(play.SightingOf(observation))
	held := observation.ObservedAt.Add(play.Hold.Std())
	decision := recovery.Decide(play, seen, held)
	switch decision.Verdict {
	case recovery.LetItGo:
		return Expectation{Stage: recovery.Dismissed}
	case recovery.MakeIt:
		debt, err := play.Owes(decision.Tier, seen.Case(decision.Value, observation.Payment))
		stage := recovery.Delivered
		if err != nil {
			stage = recovery.NeedsPerson
		}
		return Expectation{Stage: stage, Tier: play.Label(decision.Tier), Owed: &debt}
	}
	return Expectation{Stage: recovery.Watching}
}

// Differs says in plain words how a recovery ended otherwise than expected, or "".
func (e Expectation) Differs(state *recovery.State) string {
	switch {
	case state.Stage != e.Stage:
		return fmt.Sprintf("it is %s, the play says %s", state.Stage, e.Stage)
	case state.Stage == recovery.Dismissed:
		return ""
	case state.Tier != e.Tier:
		return fmt.Sprintf("tier %s was given, the play says %s", state.Tier, e.Tier)
	case e.Owed != nil && (state.Owed == nil || *state.Owed != *e.Owed):
		return fmt.Sprintf("%v was given, the play says %v", state.Owed, e.Owed)
	}
	return ""
}
