package sandbox

import (
	"fmt"
	"net/http"

	"makegood/internal/sandbox/field"
	"makegood/internal/sandbox/stripe"
	"makegood/internal/sandbox/twin"
)

// seedPayments takes one payment or an array: all of it, in one commit, or
// none. A payment that is there already is no error where it is the same.
func (s *Sandbox) seedPayments(w http.ResponseWriter, r *http.Request) {
	body, ok := readBody(w, r)
	if !ok {
		return
	}
	payments, err := field.Each(body, stripe.ParsePayment)
	if err != nil {
		sendWrong(w, http.StatusBadRequest, err)
		return
	}
	var conflict error
	err = s.world.Do(func(tx *twin.Tx) { conflict = s.seed(tx, payments) })
	switch {
	case err != nil:
		send(w, twin.Broken(err))
	case conflict != nil:
		sendWrong(w, http.StatusConflict, conflict)
	default:
		send(w, twin.JSON(http.StatusCreated, map[string]any{"payments": payments}))
	}
}

func (s *Sandbox) seed(tx *twin.Tx, payments []stripe.Payment) error {
	seen := make(map[string]stripe.Payment, len(payments))
	for i, p := range payments {
		first, again := seen[p.ID]
		if s.stripe.Conflict(p) || (again && first != p) {
			at := "id"
			if len(payments) > 1 {
				at = fmt.Sprintf("%d.id", i)
			}
			return field.Wrong(at, "%s is another payment already", p.ID)
		}
		seen[p.ID] = p
	}
	for i := range payments {
		payments[i] = s.stripe.Seed(tx, payments[i])
	}
	return nil
}
