package ledger_test

import (
	"context"
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"makegood/internal/ledger"
	"makegood/internal/ledger/pgtest"
	"makegood/recovery"
)

// kind is a kind of database that the suite runs on.
type kind struct {
	fresh func(testing.TB) string                         // an empty database
	exec  func(tb testing.TB, database, statement string) // past the ledger
}

// suite is what every kind of database has to pass.
var suite = []struct {
	name string
	test func(*testing.T, kind)
}{
	{"ClaimConfirmsAndSuppresses", testClaim},
	{"ClaimAgain", testClaimAgain},
	{"ClaimAfterDismissal", testClaimAfterDismissal},
	{"ClaimAfterAnotherPlay", testClaimAfterAnotherPlay},
	{"ClaimAfterAPersonsDismissal", testClaimAfterAPersonsDismissal},
	{"ClaimOverWatching", testClaimOverWatching},
	{"OneClaimOfManyWins", testClaimsAtOnce},
	{"AllowedOnceForAFailure", testAllowedOnce},
	{"AllowedWithinTheBudget", testAllowedWithinBudget},
	{"AllowedApologies", testAllowedApologies},
	{"AllowedMore", testAllowedMore},
	{"AllowedAfterTheEnd", testAllowedAfterTheEnd},
	{"AllowedModel", testAllowedModel},
	{"AllowancesOfBefore", testAllowancesOfBefore},
	{"RecoveryComesBackEqual", testEqual},
	{"RecordNeverGoesBack", testNeverBack},
	{"RecordKeepsWhatWasSeen", testSeenStays},
	{"List", testList},
	{"Pages", testPages},
	{"Count", testCount},
	{"Begin", testBegin},
	{"BeginsAtOnce", testBeginsAtOnce},
	{"SettleAdvancesOnly", testSettle},
	{"WordsAtOnce", testWordsAtOnce},
	{"SettleWithoutBegin", testSettleUnbegun},
	{"NextGeneration", testNextGeneration},
	{"GenerationsAtOnce", testGenerationsAtOnce},
	{"Deliveries", testDeliveries},
	{"Suppressions", testSuppressions},
	{"SuppressionsNeverShrink", testSuppressionsGrow},
	{"Hear", testHear},
	{"HearThenPassOn", testHearThenPassOn},
	{"ReplayOnlyWhenPassedOn", testReplayOnlyWhenPassedOn},
	{"HearUnknown", testHearUnknown},
	{"HearUnbelieved", testHearUnbelieved},
	{"HearInAnyOrder", testHearInAnyOrder},
	{"HearAtOnce", testHearAtOnce},
	{"HearFails", testHearFails},
	{"HearOdd", testHearOdd},
	{"HearTwiceInOne", testHearTwiceInOne},
	{"Waiting", testWaiting},
	{"ForgetNews", testForgetNews},
	{"Lanes", testLanes},
	{"LanesAtOnce", testLanesAtOnce},
	{"Heard", testHeard},
	{"HeardAtOnce", testHeardAtOnce},
	{"Looks", testLooks},
	{"Fired", testFired},
	{"Complain", testComplain},
	{"ComplainAgain", testComplainAgain},
	{"ComplaintsAtOnce", testComplaintsAtOnce},
	{"ComplainBesideRecord", testComplainBesideRecord},
	{"RefusesWhatNamesNothing", testRefuses},
	{"OddBytes", testOddBytes},
	{"Model", testModel},
	{"ManyAtOnce", testManyAtOnce},
	{"OpenAtOnce", testOpenAtOnce},
	{"Reopened", testReopened},
	{"Killed", testKilled},
	{"NewerSchema", testNewerSchema},
	{"Cancelled", testCancelled},
	{"Closed", testClosed},
}

func run(t *testing.T, k kind) {
	for _, part := range suite {
		t.Run(part.name, func(t *testing.T) { part.test(t, k) })
	}
}

// The two run side by side: each waits mostly for its disk.

func TestSQLite(t *testing.T) {
	t.Parallel()
	run(t, sqliteKind())
}

func TestPostgres(t *testing.T) {
	t.Parallel()
	run(t, postgresKind(t))
}

func sqliteKind() kind {
	return kind{
		fresh: func(tb testing.TB) string { return "sqlite:" + filepath.Join(tb.TempDir(), "ledger.db") },
		exec: func(tb testing.TB, database, statement string) {
			tb.Helper()
			db, err := sql.Open("sqlite", strings.TrimPrefix(database, "sqlite:"))
			if err != nil {
				tb.Fatal(err)
			}
			defer db.Close()
			if _, err := db.Exec(statement); err != nil {
				tb.Fatal(err)
			}
		},
	}
}

func postgresKind(tb testing.TB) kind {
	server := pgtest.Start(tb)
	return kind{fresh: server.Database, exec: server.Exec}
}

func open(tb testing.TB, database string) *ledger.Ledger {
	tb.Helper()
	l, err := ledger.Open(context.Background(), database)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := l.Close(); err != nil {
			tb.Error(err)
		}
	})
	return l
}

var noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// at is a time some minutes after noon.
func at(minutes int) time.Time { return noon.Add(time.Duration(minutes) * time.Minute) }

// state is a recovery at a stage, opened at noon.
func state(name string, stage recovery.Stage) recovery.State {
	return recovery.State{
		ID: "recovery/flight.delayed/" + name + "/c-" + name, Ref: "AB23CD45", Stage: stage,
		Play: "late-flight", PlayVersion: 3, Trigger: "flight.delayed", Experience: name, Customer: "c-" + name,
		OpenedAt: noon,
	}
}

func seen(ids ...string) recovery.Seen {
	var all recovery.Seen
	for i, id := range ids {
		all.Add(recovery.Sighting{ID: id, At: at(i)})
	}
	return all
}

func claim(t *testing.T, l *ledger.Ledger, s recovery.State) *recovery.State {
	t.Helper()
	prior, err := l.Claim(t.Context(), s, at(60))
	if err != nil {
		t.Fatal(err)
	}
	return prior
}

func record(t *testing.T, l *ledger.Ledger, s recovery.State) {
	t.Helper()
	if err := l.Record(t.Context(), s); err != nil {
		t.Fatal(err)
	}
}

func find(t *testing.T, l *ledger.Ledger, id string) recovery.State {
	t.Helper()
	found, there, err := l.Recovery(t.Context(), id)
	if err != nil || !there {
		t.Fatalf("Recovery(%s) = %v, %v", id, there, err)
	}
	return found
}
