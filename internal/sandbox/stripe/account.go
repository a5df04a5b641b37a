package stripe

import (
	"maps"
	"slices"

	"makegood/internal/sandbox/twin"
)

// getBalance is what was paid and not given back, by currency. It harms
// nothing, which makes it the call to check a key with.
func (t *Twin) getBalance(*twin.Call, *params) execution {
	return func(tx *twin.Tx) (object, *Error) {
		sums := map[string]int64{"usd": 0}
		for _, p := range t.payments.All() {
			sums[p.Currency] += p.Amount - t.refunded(tx, p)
		}
		available, pending := []object{}, []object{}
		for _, currency := range slices.Sorted(maps.Keys(sums)) {
			available = append(available, object{"amount": sums[currency], "currency": currency, "source_types": object{"card": sums[currency]}})
			pending = append(pending, object{"amount": 0, "currency": currency, "source_types": object{"card": 0}})
		}
		return object{"object": "balance", "available": available, "pending": pending, "livemode": false}, nil
	}
}

func (t *Twin) getAccount(*twin.Call, *params) execution {
	return func(*twin.Tx) (object, *Error) {
		return object{
			"id": "acct_1MakegoodSandbox", "object": "account", "business_type": "company", "charges_enabled": true,
			"country": "US", "default_currency": "usd", "details_submitted": true, "email": "sandbox@example.com",
			"metadata": object{}, "payouts_enabled": true, "type": "standard",
		}, nil
	}
}
