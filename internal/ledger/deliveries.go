package ledger

import (
	"context"
	"fmt"
	"time"

	"makegood/recovery"
)

// Delivery is one step of a recovery and what its provider said of it. Its row
// stands before the call outside is made, so that a step whose answer was lost
// is known to have been begun.
type Delivery struct {
	Recovery   string
	Step       string // "refund", "sms", "email", …
	Provider   string
	ProviderID string // the proof
	Earlier    string // provider ids that this one took the place of, oldest first, one a line
	Status     string // the provider's own word
	Code       string
	Word       recovery.Word // empty until a provider has spoken
	Amount     int64         // what was ordered; once a provider says what moved, that
	Currency   string
	Tries      int       // how many times it was begun
	Generation int       // of its idempotency key: 1, 2, …
	BegunAt    time.Time // when it was begun first
	AcceptedAt time.Time // when a provider took it
	SettledAt  time.Time // when it arrived or was refused
}

const deliveryColumns = `recovery, step, provider, provider_id, earlier, status, code, word, amount, currency,
	tries, generation, begun_at, accepted_at, settled_at`

func scanDelivery(row row) (d Delivery, err error) {
	var begun, accepted, settled stamp
	err = row.Scan(&d.Recovery, &d.Step, &d.Provider, &d.ProviderID, &d.Earlier, &d.Status, &d.Code, &d.Word, &d.Amount, &d.Currency,
		&d.Tries, &d.Generation, &begun, &accepted, &settled)
	d.BegunAt, d.AcceptedAt, d.SettledAt = begun.Time, accepted.Time, settled.Time
	return d, err
}

func (d *Delivery) columns() []any {
	return []any{
		d.Recovery, d.Step, clean(d.Provider), clean(d.ProviderID), clean(d.Earlier), clean(d.Status), clean(d.Code),
		clean(string(d.Word)), d.Amount, clean(d.Currency), int64(d.Tries), int64(d.Generation),
		stamp{d.BegunAt},
		stamp{d.AcceptedAt},
		stamp{d.SettledAt},
	}
}

const insertDelivery = `
INSERT INTO deliveries (` + deliveryColumns + `)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
ON CONFLICT (recovery, step) DO UPDATE SET `

func checkStep(recoveryID, step string) error {
	if err := checkName("recovery's id", recoveryID); err != nil {
		return err
	}
	return checkName("step", step)
}

// Begin puts the intent of a step on record before the call outside. It returns
// true where the step was not known before; the caller may then make the call.
//
// Otherwise it returns what is there, with one try more, and the caller looks at
// that first: a step with a Word had its call, and one without may have had it.
// Provider, amount and currency of the first order stand; what the delivery
// given says of them is then not looked at. A provider's word given here is
// never kept: that is for [Ledger.Settle].
func (l *Ledger) Begin(ctx context.Context, delivery Delivery) (Delivery, bool, error) {
	doing := fmt.Sprintf("begin %s of %s", delivery.Step, delivery.Recovery)
	if err := checkStep(delivery.Recovery, delivery.Step); err != nil {
		return Delivery{}, false, wrap(l.database, doing, err)
	}
	intent := Delivery{
		Recovery: delivery.Recovery, Step: delivery.Step, Provider: delivery.Provider,
		Amount: delivery.Amount, Currency: delivery.Currency,
		Tries: 1, Generation: max(delivery.Generation, 1), BegunAt: delivery.BegunAt,
	}
	if intent.BegunAt.IsZero() {
		intent.BegunAt = l.now()
	}
	begun, err := writing(ctx, l, l.store.one, doing, func(s session) (Delivery, error) {
		begun, _, err := first(s, scanDelivery,
			insertDelivery+`tries = deliveries.tries + 1 RETURNING `+deliveryColumns, intent.columns()...)
		return begun, err
	})
	return begun, err == nil && begun.Tries == 1, err
}

// Settle puts a provider's word on a step on record: that it took it, that it
// arrived, or that it was refused. Words of one try only advance, from pending
// to arrived to refused, for what arrived may come back; what says less than is
// known is an older word that comes late, and changes nothing. So does the word
// on an earlier try, unless it says that it arrived after all.
//
// A step that was never begun is put on record as begun once: no proof is lost.
func (l *Ledger) Settle(ctx context.Context, recoveryID, step string, receipt recovery.Receipt) error {
	doing := fmt.Sprintf("settle %s of %s", step, recoveryID)
	if err := checkStep(recoveryID, step); err != nil {
		return wrap(l.database, doing, err)
	}
	if receipt.At.IsZero() {
		receipt.At = l.now()
	}
	return wrap(l.database, doing, l.store.write(ctx, func(s session) error {
		delivery, begun, err := findDelivery(s, recoveryID, step)
		if err != nil {
			return err
		}
		if !begun {
			delivery = Delivery{Recovery: recoveryID, Step: step, Tries: 1, Generation: 1}
		}
		if !delivery.hear(receipt) {
			return nil
		}
		return keepDelivery(s, delivery)
	}))
}

func findDelivery(s session, recoveryID, step string) (Delivery, bool, error) {
	return first(s, scanDelivery, `SELECT `+deliveryColumns+` FROM deliveries WHERE recovery = $1 AND step = $2`, recoveryID, step)
}

func keepDelivery(s session, delivery Delivery) error {
	return s.exec(insertDelivery+`provider = excluded.provider, provider_id = excluded.provider_id,
	earlier = excluded.earlier, status = excluded.status, code = excluded.code, word = excluded.word,
	amount = excluded.amount, currency = excluded.currency,
	accepted_at = excluded.accepted_at, settled_at = excluded.settled_at`, delivery.columns()...)
}

// NextGeneration moves a step on to the idempotency key after the one of the
// given generation, and returns the generation that stands then. Where it was
// moved on already it stays: two attempts at one step that both find the same
// key used up go on with the same next one, and so move money once.
//
// It fails with [ErrNotBegun] where the step was never begun.
func (l *Ledger) NextGeneration(ctx context.Context, recoveryID, step string, from int) (int, error) {
	doing := fmt.Sprintf("renew the key for %s of %s", step, recoveryID)
	return writing(ctx, l, l.store.one, doing, func(s session) (int, error) {
		generation, found, err := first(s, func(row row) (g int, err error) { return g, row.Scan(&g) }, `
UPDATE deliveries SET generation = CASE WHEN generation = $3 THEN generation + 1 ELSE generation END
WHERE recovery = $1 AND step = $2 RETURNING generation`, recoveryID, step, int64(from))
		if err == nil && !found {
			err = ErrNotBegun
		}
		return generation, err
	})
}

// Deliveries returns every step of a recovery, in the order they were begun.
func (l *Ledger) Deliveries(ctx context.Context, recoveryID string) ([]Delivery, error) {
	return reading(ctx, l, "list deliveries of "+recoveryID, func(s session) ([]Delivery, error) {
		return all(s, scanDelivery, `SELECT `+deliveryColumns+` FROM deliveries
WHERE recovery = $1 ORDER BY coalesce(begun_at, accepted_at, settled_at), step`, recoveryID)
	})
}
