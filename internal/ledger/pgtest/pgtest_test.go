package pgtest_test

import (
	"testing"

	"makegood/internal/ledger/pgtest"
)

func TestDatabasesAreApart(t *testing.T) {
	server := pgtest.Start(t)
	for range 2 {
		server.Exec(t, server.Database(t), "CREATE TABLE only_once (id int)")
	}
}
