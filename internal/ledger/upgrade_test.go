package ledger_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// A ledger whose allowances are of before they knew what was owed in all is taken over
// with what it holds.
func testAllowancesOfBefore(t *testing.T, k kind) {
	database := k.fresh(t)
	l, err := ledger.Open(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	folder := "postgres"
	if strings.HasPrefix(database, "sqlite:") {
		folder = "sqlite"
	}
	migration, err := os.ReadFile(filepath.Join("migrations", folder, "00005_stakes.sql"))
	if err != nil {
		t.Fatal(err)
	}
	_, down, _ := strings.Cut(string(migration), "-- +goose Down\n")
	k.exec(t, database, down)
	k.exec(t, database, `DELETE FROM ledger_schema WHERE version_id = 5`)
	k.exec(t, database, `INSERT INTO allowances (recovery, tier, customer, turn, failure, debt, allowed)
		VALUES ('recovery/flight.delayed/other/c-same', '60', 'c-same', 1, 'storm-23', '{"kind": "refund", "money": {"amount": 30, "currency": "eur"}}', '{}')`)

	s := state("one", recovery.Confirmed)
	s.Customer, s.Tier = "c-same", "60"
	_, allowed, err := open(t, database).ClaimWithin(t.Context(), s, at(60), recovery.Asked{Tier: "60", Debt: euros(80), Failure: "storm-23"})
	if err != nil || allowed.Debt == nil || allowed.Debt.Money.Amount != 50 {
		t.Errorf("got %+v, %v; another gives 30 of 80", allowed, err)
	}
}
