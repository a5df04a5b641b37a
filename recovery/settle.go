package recovery

import "time"

// Settle is when a play decides.
type Settle string

// When a play can decide.
const (
	SettleReached  Settle = "reached"  // as soon as a tier is reached, and held
	SettleResolved Settle = "resolved" // when it is over, or the play closes, by how it stands then
)

// OncePer is what is made good once.
type OncePer string

// What can be made good once.
const (
	OncePerExperience OncePer = "experience"
	OncePerIncident   OncePer = "incident" // with all other plays that say so: the larger is owed
)

// settled is the verdict of a play that waits for the end, once that has come.
func (s *scan) settled(at time.Time) (Decision, bool) {
	if s.play.Settle != SettleResolved || !s.known {
		return Decision{}, false
	}
	value := s.worst()
	tier := s.tierOf(value)
	return Decision{Verdict: MakeIt, Reason: ThresholdMet, Tier: tier, Value: value, At: at}, tier >= 0
}

// worst is the measure that counts at the end: of occurrences the most that there
// were at a time, else how it stands.
func (s *scan) worst() float64 {
	if s.play.Measure == MeasureOccurrences {
		return s.peak
	}
	return s.value
}

// tierOf is the highest tier that the value meets, where that is above what is
// owed already and no cause exempts; or -1.
func (s *scan) tierOf(value float64) int {
	if met := s.play.tierOf(value); met > s.above && !s.causes.exempt() {
		return met
	}
	return -1
}

// DecideAbove says what a play asks for beyond a tier that is owed already, where
// it tops up: MakeIt with the higher tier, LetItGo once it is over or the play has
// closed, or Watch until then. A play that does not top up lets go at once.
func DecideAbove(play *Play, seen Seen, tier int, now time.Time) Decision {
	seen = seen.open()
	if !play.TopUp || seen.Nothing() || tier >= len(play.Tiers)-1 {
		return Decision{Verdict: LetItGo, Reason: ThresholdMet, Tier: -1, At: now}
	}
	for {
		decision := decideOnce(play, seen, tier, now)
		if decision.Verdict != LetItGo {
			return decision
		}
		following := seen.after(decision.At)
		if following.Nothing() || decideOnce(play, seen, -1, now).Verdict != LetItGo {
			return decision // it is over for what the tier is owed for
		}
		seen = following
	}
}
