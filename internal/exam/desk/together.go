package desk

import "makegood/internal/exam/oracle"

// together judges once more those that something binds together, such as the recoveries
// of one incident. What is found is the first one's.
func together(verdicts []Verdict, given map[string]*oracle.Given) {
	first, members := map[oracle.Bound]int{}, map[oracle.Bound][]oracle.Member{}
	for i, verdict := range verdicts {
		j := verdict.Journey
		for _, bound := range j.Expected.Bounds {
			if _, known := first[bound]; !known {
				first[bound] = i
			}
			members[bound] = append(members[bound], oracle.Member{Expected: j.Expected, Found: verdict.Found, Given: given[j.ID()]})
		}
	}
	for bound, i := range first {
		verdicts[i].Findings = append(verdicts[i].Findings, bound.Judge(members[bound])...)
	}
}
