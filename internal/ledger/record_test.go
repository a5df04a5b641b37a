package ledger_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"makegood/recovery"
)

func testEqual(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	whole := recovery.State{
		ID: "recovery/flight.delayed/LO391/c-1", Ref: "AB23CD45", Stage: recovery.NeedsPerson, Why: "no way left",
		Play: "late-flight", PlayVersion: 3, Trigger: "flight.delayed", Experience: "LO391", Customer: "c-1",
		Incident: "storm-23", Measure: "delay_minutes", Reading: "192", Tier: "180",
		Owed: &recovery.Debt{
			Kind: recovery.KindRefund, Percent: 125_000, Valid: recovery.Duration(36 * time.Hour),
			Money: recovery.Money{Amount: 1240, Currency: "eur"}, Paid: recovery.Money{Amount: 4960, Currency: "eur"},
		},
		First: recovery.FirstCustomer,
		Seen: recovery.Seen{
			Past: &recovery.Past{First: at(0), Until: at(1), Folded: 7, Known: true, Value: 1.5, Since: []time.Time{at(0), {}}, Occurred: at(0)},
			Sightings: []recovery.Sighting{
				{ID: "a", At: at(1).Add(123456789), Occurred: at(0), Value: 192.25, Measured: true},
				{ID: "b", At: at(2), Resolved: true},
			},
		},
		OpenedAt: at(0).Add(1), ConfirmedAt: at(1).Add(2), ApologyAt: at(2).Add(3), EndedAt: at(3).Add(4),
		Receipts: []recovery.Receipt{
			{
				Step: "refund", Provider: "stripe", ID: "re_1", Status: "failed", Code: "lost_or_stolen_card",
				Word: recovery.Refused, Then: recovery.ThenPerson, Why: "the card is gone",
				Money: recovery.Money{Amount: 1240, Currency: "eur"}, At: at(2),
			},
			{Step: "sms", Provider: "twilio", ID: "SM1", Status: "delivered", Word: recovery.Arrived, At: at(3)},
		},
		Problems: []string{"what came in \x00 \u2028 <&>"},
		Story:    []recovery.Happened{{At: at(1), What: "Confirmed", Proof: "a"}, {At: at(2), What: "Żal"}},
		Next:     "a person",
	}
	bare := state("bare", recovery.Dismissed)
	empty := state("empty", recovery.Watching)
	empty.Seen, empty.Receipts, empty.Story = recovery.Seen{}, []recovery.Receipt{}, []recovery.Happened{}
	for _, want := range []recovery.State{whole, bare, empty} {
		for range 2 { // put in, and put over itself
			record(t, l, want)
			if diff := cmp.Diff(want, find(t, l, want.ID)); diff != "" {
				t.Error(diff)
			}
		}
	}
	abroad := whole
	abroad.OpenedAt = whole.OpenedAt.In(time.FixedZone("", 3600))
	record(t, l, abroad)
	if got := find(t, l, whole.ID); got.OpenedAt != whole.OpenedAt {
		t.Errorf("%v came back as %v", whole.OpenedAt, got.OpenedAt)
	}
	if _, found, err := l.Recovery(t.Context(), "recovery/none"); found || err != nil {
		t.Errorf("found a recovery that is not there: %v", err)
	}
}

func testNeverBack(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	stages := []recovery.Stage{
		recovery.Watching, recovery.Confirmed, recovery.NeedsPerson, recovery.Delivered, recovery.Dismissed,
	}
	arrived := recovery.Receipt{Step: "refund", ID: "re_1", Word: recovery.Arrived}
	refused := recovery.Receipt{Step: "refund", ID: "re_1", Word: recovery.Refused}
	another := recovery.Receipt{Step: "refund", ID: "re_0", Word: recovery.Refused}

	// In the order of stages, whether each gives way to each: y, n.
	for name, c := range map[string]struct {
		rows [5]string
		told func(*recovery.State)
	}{
		"the same run": {
			[5]string{"yyyyy", "nyyyn", "nyyyy", "nnnyn", "nnnny"},
			func(s *recovery.State) { s.Receipts = []recovery.Receipt{arrived} },
		},
		"another try was refused": {
			[5]string{"yyyyy", "nyyyn", "nyyyy", "nnnyn", "nnnny"},
			func(s *recovery.State) { s.Receipts = []recovery.Receipt{another, arrived} },
		},
		"what arrived came back": {
			[5]string{"yyyyy", "nyyyn", "nyyyy", "nyyyn", "nnnny"},
			func(s *recovery.State) { s.Receipts = []recovery.Receipt{another, refused} },
		},
		"a later run": {
			[5]string{"yyyyy", "nyyyn", "nyyyy", "nnnyn", "nyyyy"},
			func(s *recovery.State) { s.OpenedAt = at(1) },
		},
		"an earlier run": {
			[5]string{"yyyyy", "nyyyn", "nyyyy", "nnnyn", "nnnny"},
			func(s *recovery.State) { s.OpenedAt = at(-1) },
		},
	} {
		for i, from := range stages {
			for j, to := range stages {
				stands := state(name+string(from)+string(to), from)
				stands.Receipts = []recovery.Receipt{arrived}
				record(t, l, stands)
				told := stands
				told.Stage, told.Why = to, "told"
				c.told(&told)
				record(t, l, told)
				want := stands
				if c.rows[i][j] == 'y' {
					want = told
				}
				if diff := cmp.Diff(want, find(t, l, stands.ID)); diff != "" {
					t.Errorf("%s: %s → %s: %s", name, from, to, diff)
				}
			}
		}
	}
}

func testSeenStays(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	for _, c := range []struct {
		name     string
		from, to recovery.Stage
		want     int
	}{
		{"dismissed twice", recovery.Dismissed, recovery.Dismissed, 3},
		{"watched, then dismissed", recovery.Watching, recovery.Dismissed, 3},
		{"dismissed, then open", recovery.Dismissed, recovery.NeedsPerson, 3},
		{"open all the time", recovery.Confirmed, recovery.NeedsPerson, 2},
	} {
		stands := state(c.name, c.from)
		stands.Seen = seen("a", "b")
		record(t, l, stands)
		told := state(c.name, c.to)
		told.OpenedAt, told.Seen = at(1), seen("c", "b")
		record(t, l, told)
		if got := find(t, l, told.ID).Seen; got.Count() != c.want {
			t.Errorf("%s: %v", c.name, got)
		}
		if told.Seen.Count() != 2 {
			t.Errorf("%s: the caller's Seen was changed", c.name)
		}
	}
}
