package activities

import (
	"context"
	"strings"
	"time"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// look looks once for what the sendings may have handed over. It returns neither
// a receipt nor an error only when enough looks over enough time found nothing;
// it is then on record that they handed over nothing.
//
// The time counts from the first look. The sendings began before that, and a call
// is over within heldUp and callTimeout of its beginning, so that every schedule
// has to last longer than both from its first look to its last.
func (a *Apologies) look(ctx context.Context, step Step, errand errand, from time.Time, known sendings, owned func(string) bool) (recovery.Receipt, bool, error) {
	firstLook := known.since.IsZero()
	if firstLook {
		known.since = a.Now()
	}
	receipt, found, verdict := errand.find(ctx, from, owned)
	a.Lanes.sawRead(ctx, errand.provider(), verdict)
	schedule, waited := errand.looks(), a.Now().Sub(known.since)
	switch {
	case found:
		return receipt, true, nil
	case verdict != nil && waited > a.GiveUpLooking:
		return recovery.Receipt{}, false, a.giveUp(ctx, step, verdict)
	case verdict == nil:
		known.looks++
	}
	if verdict == nil && known.looks >= len(schedule) && waited >= total(schedule)-firstOf(schedule) {
		return recovery.Receipt{}, false, a.clear(ctx, step, errand, known.many)
	}
	if verdict == nil || firstLook {
		if err := a.looked(ctx, step, errand, known); err != nil {
			return recovery.Receipt{}, false, err
		}
	}
	if verdict != nil {
		// A look that fails tells nothing, whatever the provider's reason.
		wait := min(max(waited/4, firstOf(schedule)), time.Minute)
		return recovery.Receipt{}, false, again(FailLooking, verdict.failure().Error(), max(verdict.Wait, wait))
	}
	next := schedule[min(known.looks, len(schedule)-1)]
	return recovery.Receipt{}, false, again(FailLooking, "An earlier try may have gone out; we look again before another.", next)
}

// giveUp ends the looking where looking cannot tell: the words take another way,
// and this one is not repeated.
func (a *Apologies) giveUp(ctx context.Context, step Step, verdict *Verdict) error {
	final := lost(verdict.Provider)
	if err := a.refused(ctx, step, final); err != nil {
		return err
	}
	return final.failure()
}

// ownedByOthers knows the messages of the recovery's other steps, which say the
// same words with the same reference.
func ownedByOthers(step Step, rows []ledger.Delivery) func(id string) bool {
	ids := map[string]bool{}
	for _, row := range rows {
		if row.Step == step.Name {
			continue
		}
		for _, id := range append(strings.Fields(row.Earlier), row.ProviderID) {
			ids[id] = true
		}
	}
	return func(id string) bool { return ids[id] }
}

func firstOf(schedule []time.Duration) time.Duration {
	if len(schedule) == 0 {
		return 0
	}
	return schedule[0]
}

func total(schedule []time.Duration) (sum time.Duration) {
	for _, wait := range schedule {
		sum += wait
	}
	return sum
}
