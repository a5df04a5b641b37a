package ledger_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// model is a ledger that is nothing but maps and its promises written down once more.
type model struct {
	recoveries   map[string]recovery.State
	deliveries   map[string]ledger.Delivery
	suppressions map[string]ledger.Suppression
}

func testModel(t *testing.T, k kind) {
	database := k.fresh(t)
	l := open(t, database)
	runs := 0
	rapid.Check(t, func(t *rapid.T) {
		runs++
		m := &machine{
			l: l, prefix: fmt.Sprintf("run%d", runs),
			model: model{map[string]recovery.State{}, map[string]ledger.Delivery{}, map[string]ledger.Suppression{}},
		}
		t.Repeat(map[string]func(*rapid.T){
			"claim": m.claim, "record": m.record, "begin": m.begin, "settle": m.settle,
			"renew": m.renew, "suppress": m.suppress, "": m.check,
		})
	})
}

type machine struct {
	l      *ledger.Ledger
	prefix string // of every name in this run
	model  model
}

var stages = []recovery.Stage{
	recovery.Watching, recovery.Confirmed, recovery.NeedsPerson, recovery.Delivered, recovery.Dismissed,
}

func (m *machine) drawState(t *rapid.T) recovery.State {
	name := m.prefix + "-" + rapid.SampledFrom([]string{"a", "b"}).Draw(t, "name")
	s := state(name, rapid.SampledFrom(stages).Draw(t, "stage"))
	s.Incident, s.Customer = m.prefix, m.prefix
	s.OpenedAt = at(rapid.IntRange(0, 2).Draw(t, "opened"))
	if rapid.Bool().Draw(t, "dated") {
		s.ConfirmedAt = at(rapid.IntRange(3, 5).Draw(t, "confirmed"))
	}
	for _, id := range []string{"o1", "o2", "o3"} {
		if rapid.Bool().Draw(t, id) {
			s.Seen.Add(recovery.Sighting{ID: id, At: noon})
		}
	}
	if word := rapid.SampledFrom([]recovery.Word{"", recovery.Arrived, recovery.Refused}).Draw(t, "refund"); word != "" {
		s.Receipts = []recovery.Receipt{{Step: "refund", ID: "re_1", Word: word}}
	}
	return s
}

func (m *machine) claim(t *rapid.T) {
	told := m.drawState(t)
	until := at(rapid.IntRange(10, 20).Draw(t, "until"))
	prior, err := m.l.Claim(t.Context(), told, until)
	if err != nil {
		t.Fatal(err)
	}
	told.Stage = recovery.Confirmed
	stands, found := m.model.recoveries[told.ID]
	suppress := true
	var want *recovery.State
	switch {
	case !found:
		m.model.recoveries[told.ID] = told
	case stands.Stage == recovery.Watching:
		m.model.recoveries[told.ID] = both(told, stands)
	case stands.Stage != recovery.Dismissed:
		want = &stands
	case !told.Seen.Covers(stands.Seen), !told.ConfirmedAt.IsZero() && told.ConfirmedAt.Equal(stands.ConfirmedAt):
		want, suppress = &stands, false
	default:
		m.model.recoveries[told.ID] = told
	}
	if suppress {
		m.model.suppress(ledger.Suppression{
			Customer: told.Customer, Recovery: told.ID, Experience: told.Experience, Reason: "made good: " + told.Trigger, From: told.OpenedAt, Until: until,
		})
	}
	if diff := cmp.Diff(want, prior); diff != "" {
		t.Fatal(diff)
	}
}

func (m *machine) record(t *rapid.T) {
	told := m.drawState(t)
	if err := m.l.Record(t.Context(), told); err != nil {
		t.Fatal(err)
	}
	stands, found := m.model.recoveries[told.ID]
	cameBack := len(stands.Receipts) > 0 && len(told.Receipts) > 0 &&
		stands.Receipts[0].Word == recovery.Arrived && told.Receipts[0].Word == recovery.Refused
	switch was, is := stands.Stage, told.Stage; {
	case !found:
	case was == recovery.Watching:
		told = both(told, stands)
	case is == recovery.Watching:
		return
	case was == recovery.Confirmed && is == recovery.Dismissed:
		return
	case was == recovery.Delivered && is != recovery.Delivered && (is == recovery.Dismissed || !cameBack):
		return
	case was == recovery.Dismissed && is != recovery.Dismissed && !told.OpenedAt.After(stands.OpenedAt):
		return
	case was == recovery.Dismissed:
		told = both(told, stands)
	}
	m.model.recoveries[told.ID] = told
}

func both(told, stands recovery.State) recovery.State {
	told.Seen.Merge(stands.Seen)
	return told
}

func (m *machine) begin(t *rapid.T) {
	d := ledger.Delivery{
		Recovery: m.prefix, Step: rapid.SampledFrom([]string{"refund", "sms"}).Draw(t, "step"), Provider: "stripe",
		Amount: rapid.Int64Range(0, 1<<53).Draw(t, "amount"), Currency: "eur", BegunAt: noon,
	}
	got, first, err := m.l.Begin(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	want, found := m.model.deliveries[d.Step]
	if !found {
		want, want.Generation = d, 1
	}
	want.Tries++
	m.model.deliveries[d.Step] = want
	if got != want || first == found {
		t.Fatalf("Begin = %+v, %v; want %+v", got, first, want)
	}
}

// settle draws words on one try alone; those on several are a table elsewhere.
func (m *machine) settle(t *rapid.T) {
	words := []recovery.Word{recovery.Pending, recovery.Arrived, recovery.Refused}
	step := rapid.SampledFrom([]string{"refund", "sms"}).Draw(t, "step")
	rank := rapid.IntRange(0, 2).Draw(t, "word")
	r := recovery.Receipt{Provider: "stripe", ID: "re_1", Status: "said", Word: words[rank], At: at(rapid.IntRange(1, 9).Draw(t, "at"))}
	if err := m.l.Settle(t.Context(), m.prefix, step, r); err != nil {
		t.Fatal(err)
	}
	d, found := m.model.deliveries[step]
	if !found {
		d = ledger.Delivery{Recovery: m.prefix, Step: step, Tries: 1, Generation: 1}
	}
	if slices.Index(words, d.Word) > rank {
		return
	}
	if d.AcceptedAt.IsZero() && rank < 2 {
		d.AcceptedAt = r.At
	}
	if rank > 0 && d.Word != r.Word {
		d.SettledAt = r.At
	}
	d.Provider, d.ProviderID, d.Status, d.Word = r.Provider, r.ID, r.Status, r.Word
	m.model.deliveries[step] = d
}

func (m *machine) renew(t *rapid.T) {
	d, found := m.model.deliveries["refund"]
	if !found {
		t.Skip("not begun")
	}
	from := rapid.IntRange(1, 4).Draw(t, "from")
	if from == d.Generation {
		d.Generation++
	}
	m.model.deliveries["refund"] = d
	if got, err := m.l.NextGeneration(t.Context(), m.prefix, "refund", from); err != nil || got != d.Generation {
		t.Fatalf("NextGeneration = %d, %v; want %d", got, err, d.Generation)
	}
}

func (m *machine) suppress(t *rapid.T) {
	s := ledger.Suppression{
		Customer: m.prefix, Recovery: rapid.SampledFrom([]string{"", "x"}).Draw(t, "whose"),
		From: at(rapid.IntRange(0, 15).Draw(t, "from")), Until: at(rapid.IntRange(5, 25).Draw(t, "until")),
	}
	if err := m.l.Suppress(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	m.model.suppress(s)
}

func (m model) suppress(s ledger.Suppression) {
	if stands, found := m.suppressions[s.Recovery]; found {
		if stands.From.Before(s.From) {
			s.From = stands.From
		}
		if stands.Until.After(s.Until) {
			s.Until = stands.Until
		}
	}
	m.suppressions[s.Recovery] = s
}

func (m *machine) check(t *rapid.T) {
	ctx := t.Context()
	states, err := m.l.Recoveries(ctx, ledger.Filter{Incident: m.prefix})
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]recovery.State{}
	for _, s := range states {
		found[s.ID] = s
	}
	if diff := cmp.Diff(m.model.recoveries, found); diff != "" {
		t.Fatal(diff)
	}
	all, err := m.l.Deliveries(ctx, m.prefix)
	if err != nil {
		t.Fatal(err)
	}
	steps := map[string]ledger.Delivery{}
	for _, d := range all {
		steps[d.Step] = d
	}
	if diff := cmp.Diff(m.model.deliveries, steps); diff != "" {
		t.Fatal(diff)
	}
	now := at(rapid.IntRange(0, 25).Draw(t, "now"))
	got, stands, err := m.l.Suppressed(ctx, m.prefix, now)
	if want := m.model.longest(now); err != nil || stands == want.IsZero() || !got.Until.Equal(want) {
		t.Fatalf("Suppressed at %s until %s, %v, %v; want %s", now, got.Until, stands, err, want)
	}
}

func (m model) longest(now time.Time) (until time.Time) {
	for _, s := range m.suppressions {
		if !s.From.After(now) && s.Until.After(now) && s.Until.After(until) {
			until = s.Until
		}
	}
	return until
}
