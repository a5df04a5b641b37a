package oracle

import (
	"fmt"
	"time"

	"makegood/internal/exam/plays"
	"makegood/recovery"
)

// Incident is recoveries of one customer that are owed once together: the largest of
// what they owe.
type Incident struct{ Owed int64 }

// Member is one of several that a limit binds together.
type Member struct {
	Expected Expected
	Found    Found
	Given    *Given
}

// part is at most one remedy of at most what is owed: others of the incident may have
// given some, or all.
func (j *judgement) part(live []Money) {
	owed := j.expected.Owed
	if len(live) > 1 {
		j.find(Twice, "%d remedies: %s and %s", len(live), describe(live[0]), describe(live[1]))
	}
	for _, money := range live {
		if !j.isKind(money) || money.Amount > owed.Amount {
			j.find(WrongAmount, "%s was given, and owed is a %s of no more than %d %s", describe(money), owed.Kind, owed.Amount, plays.Currency)
		}
	}
}

// JudgeIncident holds what the recoveries of an incident gave together, with what a
// person is to give, against the largest that one of them owes.
func JudgeIncident(incident Incident, members []Member) (findings []Finding) {
	var given, waits int64
	for _, one := range members {
		sum := one.Given.sum()
		given += sum
		if owed := one.Found.State.Owed; one.Found.State.Stage == recovery.NeedsPerson && owed != nil {
			waits += owed.Money.Amount - sum
		}
	}
	switch {
	case given > incident.Owed:
		findings = append(findings, Finding{Twice, fmt.Sprintf("its incident was given %d by %d recoveries, and is owed %d once", given, len(members), incident.Owed)})
	case given+waits < incident.Owed:
		findings = append(findings, Finding{Lost, fmt.Sprintf("its incident was given %d by %d recoveries, %d waits for a person, and owed is %d", given, len(members), waits, incident.Owed)})
	}
	return findings
}

// JudgeBudget finds what was given beyond a day's budget without having waited for the
// budget's time. That all of it is given in the end is each recovery's own matter.
func JudgeBudget(budget plays.Budget, members []Member) (findings []Finding) {
	var early int64
	days := map[string]bool{}
	for _, one := range members {
		for _, money := range one.Given.liveMoney() {
			if money.GivenAt.Add(time.Second).Before(one.Expected.Since.Add(budget.Within)) {
				early += money.Amount
				days[money.GivenAt.UTC().Format(time.DateOnly)] = true
			}
		}
	}
	if limit := budget.PerDay * int64(len(days)); early > limit {
		findings = append(findings, Finding{Unexplained, fmt.Sprintf("%d was given at once on %d days, and the budget of a day is %d", early, len(days), budget.PerDay)})
	}
	return findings
}
