// Package soak is the exam's third section: very many recoveries at once, observed
// more than once and out of order, with processes that are killed, workflows that are
// reset and providers that fail meanwhile, all by chance from one seed.
package soak

import (
	"fmt"
	"math/rand/v2"
	"time"

	"makegood/internal/exam/journey"
	"makegood/internal/exam/oracle"
	"makegood/internal/exam/plays"
	"makegood/recovery"
)

// trouble is how many in a hundred recoveries a provider fails.
const trouble = 15

var owing = []plays.Play{plays.Refunds, plays.Coupons, plays.Credits, plays.Mails, plays.Often}

// limited are those that hold what is owed against something, or add to it.
var limited = []plays.Play{plays.Worse, plays.Grows, plays.BudgetLow, plays.BudgetHigh, plays.IncidentHigh, plays.Tired, plays.Quiet}

// journeys are so many recoveries by chance.
func journeys(series string, count int, random *rand.Rand) []*journey.Journey {
	all := make([]*journey.Journey, count)
	for i := range all {
		all[i] = one(series, i+1, random)
	}
	return journey.Everyone(all)
}

func one(series string, number int, random *rand.Rand) *journey.Journey {
	const neverBad, withLimits = 12, 25 // in a hundred
	play := owing[random.IntN(len(owing))]
	if random.IntN(100) < withLimits {
		return limit(series, number, limited[random.IntN(len(limited))], random)
	}
	j := journey.New(series, number, play)
	j.What = fmt.Sprintf("soak, recovery %d, %s", number, play.Trigger)
	if play.Measure == "" {
		j.Again(time.Millisecond, 0)
		j.Again(2*time.Millisecond, 0)
		return spoil(j, play, random)
	}
	if random.IntN(100) < neverBad {
		j.Observations[0].Measures[play.Measure] = play.Enough - 1
		j.Observations[0].Resolved = true
		j.Expected = oracle.Nothing(recovery.Dismissed)
		return j
	}
	for range random.IntN(3) {
		// Less bad before and after: what was owed once stays owed. Never at the very
		// moment, since of several numbers at one moment the last counts.
		apart := time.Duration(1+random.IntN(20)) * time.Millisecond
		if random.IntN(2) == 0 {
			apart = -apart
		}
		j.Again(apart, play.Enough-1)
	}
	return spoil(j, play, random)
}

// limit is a recovery by a play with a limit, with others of its customer where they
// are what it is held against.
func limit(series string, number int, play plays.Play, random *rand.Rand) *journey.Journey {
	j := journey.New(series, number, play)
	j.What = fmt.Sprintf("soak, recovery %d, %s", number, play.Trigger)
	switch play.Trigger {
	case plays.Grows.Trigger:
		j.Observations[0].Measures[play.Measure] = 60
		j.Again(time.Duration(1+random.IntN(20))*time.Millisecond, play.Enough)
	case plays.IncidentHigh.Trigger:
		j.Others(series, plays.IncidentLow, plays.Worse).InOneIncident()
	case plays.Tired.Trigger:
		j.Others(series, plays.Tired).SpokenTo(plays.Tired.Apologies)
	}
	return spoil(j, play, random)
}

// spoil puts a fault in some recoveries' way.
func spoil(j *journey.Journey, play plays.Play, random *rand.Rand) *journey.Journey {
	if random.IntN(100) >= trouble {
		return j
	}
	kinds := []string{"accept_timeout", "accept_reset", "accept_500", "unavailable", "rate_limited", "not_json", "slow", "error"}
	fault := journey.Fault{Kind: kinds[random.IntN(len(kinds))], When: journey.First(1 + random.IntN(2))}
	if fault.Kind == "slow" {
		fault.For = "8s"
	}
	money := random.IntN(2) == 0
	fault.Provider, fault.Endpoint, fault.Code = where(play, money)
	if fault.Kind != "error" {
		fault.Code = ""
	} else if money {
		// A reset asks anew, so that what was refused once may be given after all.
		j.Expected.Stages = append(j.Expected.Stages, recovery.NeedsPerson)
	}
	j.What += fmt.Sprintf(", %s at %s", fault.Kind, fault.Endpoint)
	return j.With(fault)
}

// where a play's money moves, or its words go out, and a code that refuses for good.
func where(play plays.Play, money bool) (provider, endpoint, code string) {
	switch {
	case !money && play.Channel == plays.Email:
		return "sendgrid", "mail", "400"
	case !money:
		return "twilio", "messages", "21610"
	}
	switch play.Owes(0).Kind {
	case plays.Coupon:
		return "stripe", "coupons", "parameter_missing"
	case plays.Credit:
		return "stripe", "balance_transactions", "parameter_missing"
	}
	return "stripe", "refunds", "charge_not_refundable"
}
