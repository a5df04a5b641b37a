package desk

import (
	"makegood/internal/exam/oracle"
	"makegood/internal/exam/plays"
)

// together judges once more those that a limit binds together: the recoveries of one
// incident, and those of one budget. What is found is the first one's.
func together(verdicts []Verdict, given map[string]*oracle.Given) {
	incidents, budgets := map[*oracle.Incident][]int{}, map[*plays.Budget][]int{}
	for i, verdict := range verdicts {
		if incident := verdict.Journey.Expected.Incident; incident != nil {
			incidents[incident] = append(incidents[incident], i)
		}
		if budget := verdict.Journey.Expected.Budget; budget != nil {
			budgets[budget] = append(budgets[budget], i)
		}
	}
	members := func(of []int) (all []oracle.Member) {
		for _, i := range of {
			j := verdicts[i].Journey
			all = append(all, oracle.Member{Expected: j.Expected, Found: verdicts[i].Found, Given: given[j.ID()]})
		}
		return all
	}
	for incident, of := range incidents {
		first := &verdicts[of[0]]
		first.Findings = append(first.Findings, oracle.JudgeIncident(*incident, members(of))...)
	}
	for budget, of := range budgets {
		first := &verdicts[of[0]]
		first.Findings = append(first.Findings, oracle.JudgeBudget(*budget, members(of))...)
	}
}
