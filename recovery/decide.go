package recovery

import "time"

// Verdict is what is to be done about an experience.
type Verdict string

// The verdicts there are.
const (
	Watch   Verdict = "watch"   // not yet; ask again at Decision.Until, or when something new is seen
	MakeIt  Verdict = "make_it" // bad enough, for long enough: the tier is owed
	LetItGo Verdict = "let_go"  // over, and never bad enough for long enough
)

// Reason is why a verdict fell.
type Reason string

// The reasons there are.
const (
	BelowThreshold Reason = "below_threshold" // nothing owed as it stands
	Holding        Reason = "holding"         // bad enough, but not yet for long enough
	ThresholdMet   Reason = "threshold_met"
	ResolvedBelow  Reason = "resolved"  // it is over, and was never bad enough for long enough
	ClosedBelow    Reason = "closed"    // the play stopped watching
	Covered        Reason = "covered"   // as much or more is given for the same incident by another
	Exempted       Reason = "exempt"    // bad enough, and for a cause for which nothing is owed
	Unsettled      Reason = "unsettled" // bad enough as it stands; the play decides when it is over
	NothingSeen    Reason = "nothing_seen"
	Inapplicable   Reason = "inapplicable" // no play of the trigger applies to it
)

// Decision is the answer of Decide. Times are those of the observations: At is
// when the verdict became true, however late that was known.
type Decision struct {
	Verdict Verdict
	Reason  Reason
	Tier    int       // the tier that is owed, or that is being held; -1 where none
	Value   float64   // the measure when the verdict fell; of MeasureOpen in seconds
	At      time.Time // when the verdict became true; zero while watching
	Until   time.Time // while watching: when time alone may change the verdict
}

// Decide says what a play asks for, given everything that was seen and the time.
//
// It reads the sightings in the order of their observation, never of their
// coming, and gives what a watcher would have decided who had known each of them
// at its time: the first moment at which the highest tier then met had been held
// for the play's hold. A number that falls under a tier starts that tier's hold
// anew. A number reported together with resolved is final and needs no hold. Once
// a tier is owed, later sightings do not change it. What is seen after all was
// over, or after the play had stopped watching, is watched anew.
func Decide(play *Play, seen Seen, now time.Time) Decision {
	seen = seen.open()
	for {
		decision := DecideFirst(play, seen, now)
		if decision.Verdict != LetItGo {
			return decision
		}
		following := seen.after(decision.At)
		if following.Nothing() {
			return decision
		}
		seen = following
	}
}

// DecideFirst is Decide where nobody watches anew: what is seen after a dismissal is
// left aside.
func DecideFirst(play *Play, seen Seen, now time.Time) Decision {
	seen = seen.open()
	if seen.Nothing() {
		return Decision{Verdict: Watch, Reason: NothingSeen, Tier: -1}
	}
	return decideOnce(play, seen, -1, now)
}

// decideOnce decides what was seen first, until that is over. A tier counts where it
// is above the given one.
func decideOnce(play *Play, seen Seen, above int, now time.Time) Decision {
	closes := seen.first().Add(play.CloseAfter.Std())
	scan := scan{play: play, now: now, limit: earlier(now, closes), next: closes, above: above, tier: -1}
	if play.Hold > 0 {
		scan.since = make([]time.Time, len(play.Tiers))
	}
	switch {
	case scan.run(seen):
		return scan.found
	case !scan.resolved.IsZero():
		return scan.ended(scan.resolved, ResolvedBelow)
	case !now.Before(closes):
		return scan.ended(closes, ClosedBelow)
	case scan.tier >= 0 && play.Settle == SettleResolved:
		return Decision{Verdict: Watch, Reason: Unsettled, Tier: scan.tier, Value: scan.value, Until: scan.next}
	case scan.tier >= 0:
		return Decision{Verdict: Watch, Reason: Holding, Tier: scan.tier, Value: scan.value, Until: scan.next}
	}
	return Decision{Verdict: Watch, Reason: BelowThreshold, Tier: -1, Value: scan.value, Until: scan.next}
}

// ended is the verdict at the end of watching, where none has fallen before.
func (s *scan) ended(at time.Time, below Reason) Decision {
	if decision, owed := s.settled(at); owed {
		return decision
	}
	if s.causes.exempt() && s.play.tierOf(s.worst()) > s.above {
		below = Exempted
	}
	return Decision{Verdict: LetItGo, Reason: below, Tier: -1, Value: s.value, At: at}
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
