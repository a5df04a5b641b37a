package ledger_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// stake is what the model knows of one recovery.
type stake struct {
	failure      string
	tier         int
	owes, gives  int64
	given, taken int64
	day          string
}

// claimModel is claims of one customer by one play, worked out slowly.
type claimModel struct {
	l             *ledger.Ledger
	name          string
	stakes        map[string]*stake
	spent         map[string]int64
	mayFall, move bool
	largest       int64 // that any recovery has come to
}

const modelBudget = 50

// What several recoveries of one incident are allowed, as they are claimed, get worse and
// are corrected in any order.
func testAllowedModel(t *testing.T, k kind) {
	l := open(t, k.fresh(t))
	runs := 0
	rapid.Check(t, func(t *rapid.T) {
		runs++
		m := &claimModel{
			l: l, name: fmt.Sprintf("run%d", runs), stakes: map[string]*stake{}, spent: map[string]int64{},
			mayFall: rapid.Bool().Draw(t, "debts may fall"), move: rapid.Bool().Draw(t, "incidents may be named late"),
		}
		t.Repeat(map[string]func(*rapid.T){"claim": m.claim, "worse": m.worse, "correct": m.correct, "give": m.give, "": m.check})
	})
}

func (m *claimModel) draw(t *rapid.T) (string, *stake) {
	id := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "recovery")
	return id, m.stakes[id]
}

func (m *claimModel) claim(t *rapid.T) {
	id, known := m.draw(t)
	if known != nil {
		t.Skip("it is claimed")
	}
	m.ask(t, id, &stake{tier: 1}, rapid.Int64Range(1, 40).Draw(t, "owes"), false)
}

func (m *claimModel) worse(t *rapid.T) {
	id, known := m.draw(t)
	if known == nil {
		t.Skip("it is not claimed")
	}
	next := *known
	next.tier++
	m.ask(t, id, &next, known.owes+rapid.Int64Range(1, 20).Draw(t, "more"), true)
}

func (m *claimModel) correct(t *rapid.T) {
	id, known := m.draw(t)
	if known == nil {
		t.Skip("it is not claimed")
	}
	least := known.owes
	if m.mayFall {
		least = 1
	}
	next := *known
	m.ask(t, id, &next, rapid.Int64Range(least, least+30).Draw(t, "owes"), true)
}

func (m *claimModel) give(t *rapid.T) {
	if _, known := m.draw(t); known != nil && known.given < known.gives {
		known.given = rapid.Int64Range(known.given, known.gives).Draw(t, "given")
	}
}

// ask asks for a debt, and holds the answer against the largest amount, tried one by one,
// with which all together give no more than the largest debt.
func (m *claimModel) ask(t *rapid.T, id string, next *stake, owes int64, anew bool) {
	known := m.stakes[id]
	if next.failure = "storm"; m.move {
		next.failure = rapid.SampledFrom([]string{"storm", "strike"}).Draw(t, "incident")
	}
	day := rapid.SampledFrom([]string{"2026-11-21", "2026-11-22"}).Draw(t, "day")
	s := state(m.name+id, recovery.Confirmed)
	s.Customer, s.Play = m.name, m.name
	limit := recovery.Money{Amount: modelBudget, Currency: "eur"}
	asked := recovery.Asked{Tier: fmt.Sprint(next.tier), Debt: euros(owes), Failure: next.failure, Day: recovery.Date(day), Budget: &limit, Anew: anew}
	if next.given > 0 {
		asked.Given = []recovery.Debt{euros(next.given)}
	}
	_, allowed, err := m.l.ClaimWithin(t.Context(), s, at(60), asked)
	if err != nil {
		t.Fatal(err)
	}
	if known != nil && known.tier == next.tier && known.owes == owes && known.failure == next.failure {
		return // asked again
	}
	m.largest = max(m.largest, owes)
	gives := m.slowly(id, next.failure, owes)
	if covered := gives <= next.given; covered != allowed.Covered {
		t.Fatalf("%s of %+v, with %d given: covered is %v", id, next, next.given, allowed.Covered)
	} else if covered && (known == nil || known.tier != next.tier) {
		if known != nil {
			known.failure = next.failure
		}
		return
	} else if covered {
		gives = next.given
	} else if got := m.told(allowed, owes); got != gives {
		t.Fatalf("%s is allowed %d in all, and not %d", id, got, gives)
	}
	if known != nil {
		m.spent[known.day] -= min(known.taken, max(0, known.gives-known.given))
	}
	next.owes, next.gives, next.day, next.taken = owes, gives, day, 0
	if left := gives - next.given; left > 0 {
		over := m.spent[day]+left > modelBudget
		if over != allowed.OverBudget {
			t.Fatalf("%d are over what is left of the day, %d: %v", left, modelBudget-m.spent[day], allowed.OverBudget)
		}
		if !over {
			m.spent[day] += left
			next.taken = left
		}
	}
	m.stakes[id] = next
}

func (m *claimModel) told(allowed recovery.Allowed, owes int64) int64 {
	if allowed.Debt != nil {
		return allowed.Debt.Money.Amount
	}
	return owes
}

func (m *claimModel) slowly(id, failure string, owes int64) int64 {
	largest, elsewhere := owes, int64(0)
	for other, one := range m.stakes {
		if other != id && one.failure == failure {
			largest, elsewhere = max(largest, one.owes), elsewhere+one.gives
		}
	}
	gives := owes
	for gives > 0 && elsewhere+gives > largest {
		gives--
	}
	return gives
}

// check looks at what all of them give together.
func (m *claimModel) check(t *rapid.T) {
	sum, largest := int64(0), int64(0)
	for _, one := range m.stakes {
		sum, largest = sum+one.gives, max(largest, one.owes)
	}
	switch {
	case m.move: // what was given before it was named is given
	case sum > m.largest:
		t.Fatalf("%d are given in all, and no debt was ever larger than %d", sum, m.largest)
	case !m.mayFall && sum != largest:
		t.Fatalf("%d are given in all, and the largest debt is %d", sum, largest)
	}
}
