package oracle

import (
	"fmt"
	"time"

	"makegood/recovery"
)

// Bound is what binds several recoveries together.
type Bound interface {
	Judge(members []Member) []Finding
}

// Member is one of them.
type Member struct {
	Expected Expected
	Found    Found
	Given    *Given
}

// Incident is owed once to one customer: the largest of what its recoveries owe.
type Incident struct{ Owed int64 }

// Judge holds what the recoveries gave together, with what a person is to give, against
// what is owed.
func (i *Incident) Judge(members []Member) []Finding {
	var given, waits int64
	for _, one := range members {
		sum := one.Given.sum()
		given += sum
		if owed := one.Found.State.Owed; one.Found.State.Stage == recovery.NeedsPerson && owed != nil {
			waits += owed.Money.Amount - sum
		}
	}
	switch {
	case given > i.Owed:
		return []Finding{{Twice, fmt.Sprintf("its incident was given %d by %d recoveries, and is owed %d once", given, len(members), i.Owed)}}
	case given+waits < i.Owed:
		return []Finding{{Lost, fmt.Sprintf("its incident was given %d by %d recoveries, %d waits for a person, and owed is %d", given, len(members), waits, i.Owed)}}
	}
	return nil
}

// Budget is what a play gives on one day at once; what is beyond it waits. That all of it
// is given in the end is each recovery's own matter.
type Budget struct {
	Play   string
	PerDay int64
	Waits  time.Duration
}

// Judge finds what was given beyond it without having waited.
func (b Budget) Judge(members []Member) []Finding {
	var early int64
	days := map[string]bool{}
	for _, one := range members {
		for _, money := range one.Given.liveMoney() {
			const exact = time.Second // the providers' dates are to the second
			if money.GivenAt.Add(exact).Before(one.Expected.Since.Add(b.Waits)) {
				early += money.Amount
				days[money.GivenAt.UTC().Format(time.DateOnly)] = true
			}
		}
	}
	if early > b.PerDay*int64(len(days)) {
		return []Finding{{Unexplained, fmt.Sprintf("by %s %d was given at once on %d days, and its budget of a day is %d", b.Play, early, len(days), b.PerDay)}}
	}
	return nil
}

// Patience is how many apologies one customer gets; whatever comes on top is a person's
// to say.
type Patience struct{ Apologies int }

// Judge counts the apologies, and those who wait for a person to speak.
func (p *Patience) Judge(members []Member) []Finding {
	said, waits := 0, 0
	for _, one := range members {
		if len(one.Given.liveWords()) > 0 {
			said++
		} else if one.Found.State.Stage == recovery.NeedsPerson {
			waits++
		}
	}
	switch {
	case said > p.Apologies:
		return []Finding{{Twice, fmt.Sprintf("the customer had %d apologies, and the play lets %d out", said, p.Apologies)}}
	case said < min(p.Apologies, len(members)), said+waits < len(members):
		return []Finding{{Lost, fmt.Sprintf("of %d recoveries %d apologized and %d wait for a person, and the play lets %d out", len(members), said, waits, p.Apologies)}}
	}
	return nil
}
