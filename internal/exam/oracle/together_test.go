package oracle_test

import (
	"testing"
	"time"

	"makegood/internal/exam/oracle"
	"makegood/internal/exam/plays"
	"makegood/recovery"
)

// gave is a member of an incident, or of a budget, that is owed something and was given
// something, so long after it was reported.
func gave(owed, amount int64, after time.Duration) oracle.Member {
	member := oracle.Member{Given: &oracle.Given{}}
	member.Expected.Owed, member.Expected.Since = &plays.Owed{Kind: plays.Refund, Amount: owed}, sent
	if amount > 0 {
		member.Given.Money = []oracle.Money{{Kind: "refund", Amount: amount, Currency: "eur", Status: "succeeded", GivenAt: sent.Add(after)}}
	}
	return member
}

// withPerson has a person see that so much is owed.
func withPerson(member oracle.Member, owed int64) oracle.Member {
	member.Found.State = recovery.State{Stage: recovery.NeedsPerson, Owed: &recovery.Debt{Money: recovery.Money{Amount: owed, Currency: "eur"}}}
	return member
}

func TestAnIncidentIsOwedOnce(t *testing.T) {
	incident := &oracle.Incident{Owed: 900}
	for _, test := range []struct {
		name    string
		members []oracle.Member
		kind    string
	}{
		{"the larger alone", []oracle.Member{gave(900, 900, 0), gave(400, 0, 0)}, ""},
		{"the smaller and then the difference", []oracle.Member{gave(900, 500, 0), gave(400, 400, 0)}, ""},
		{"a person sees to the larger", []oracle.Member{withPerson(gave(900, 0, 0), 900), gave(400, 0, 0)}, ""},
		{"a person sees to the difference", []oracle.Member{withPerson(gave(900, 0, 0), 500), gave(400, 400, 0)}, ""},
		{"both in full", []oracle.Member{gave(900, 900, 0), gave(400, 400, 0)}, oracle.Twice},
		{"a cent too much", []oracle.Member{gave(900, 501, 0), gave(400, 400, 0)}, oracle.Twice},
		{"the smaller alone", []oracle.Member{gave(900, 0, 0), gave(400, 400, 0)}, oracle.Lost},
		{"nothing", []oracle.Member{gave(900, 0, 0), gave(400, 0, 0)}, oracle.Lost},
		{"a person sees to too little", []oracle.Member{withPerson(gave(900, 0, 0), 500), gave(400, 0, 0)}, oracle.Lost},
	} {
		t.Run(test.name, func(t *testing.T) { finds(t, incident.Judge(test.members), test.kind) })
	}
}

// One of an incident's gives its part or nothing; what it gives is what it says.
func TestOneOfAnIncident(t *testing.T) {
	expected := oracle.Delivered(owed)
	expected.Stages = append(expected.Stages, recovery.Dismissed)
	expected.Partly = true
	dismissed := oracle.Found{Known: true, Completed: true, State: recovery.State{Stage: recovery.Dismissed}}
	finds(t, oracle.Judge(expected, dismissed, &oracle.Given{}), "")
	for amount, kind := range map[int64]string{625: "", 1: "", 626: oracle.WrongAmount} {
		found, record := kept()
		record.Refunds[0].Amount = amount
		given, _ := record.Of([]string{id})
		finds(t, oracle.Judge(expected, found, given[id]), kind)
		finds(t, oracle.Judge(expected, dismissed, given[id]), oracle.Unexplained)
	}
	found, record := kept()
	record.Refunds = append(record.Refunds, record.Refunds[0])
	given, _ := record.Of([]string{id})
	finds(t, oracle.Judge(expected, found, given[id]), oracle.Twice)
}

func TestABudgetBoundsWhatIsGivenAtOnce(t *testing.T) {
	budget := oracle.Budget{PerDay: 400, Waits: 8 * time.Second}
	for _, test := range []struct {
		name    string
		members []oracle.Member
		kind    string
	}{
		{"two at once, and the rest after its time", []oracle.Member{gave(200, 200, time.Second), gave(200, 200, 0), gave(200, 200, 8*time.Second), gave(501, 501, time.Minute)}, ""},
		{"its time is over within the second of the refund's date", []oracle.Member{gave(501, 501, 7*time.Second)}, ""},
		{"a third at once", []oracle.Member{gave(200, 200, 0), gave(200, 200, 0), gave(200, 200, 6*time.Second)}, oracle.Unexplained},
		{"a larger one at once", []oracle.Member{gave(501, 501, time.Second)}, oracle.Unexplained},
		{"another day's", []oracle.Member{gave(200, 200, 0), gave(200, 200, 0), {
			Expected: oracle.Expected{Since: sent.Add(24 * time.Hour)},
			Given:    &oracle.Given{Money: []oracle.Money{{Amount: 200, GivenAt: sent.Add(24 * time.Hour)}}},
		}}, ""},
	} {
		t.Run(test.name, func(t *testing.T) { finds(t, budget.Judge(test.members), test.kind) })
	}
}

// What waited for a budget is given in the end, once: else it is found by itself.
func TestWhatABudgetHeldIsGivenOnce(t *testing.T) {
	held := oracle.Found{Known: true, Open: true, State: recovery.State{Stage: recovery.NeedsPerson, Why: "It is beyond the budget.", Owed: &recovery.Debt{}}}
	finds(t, oracle.Judge(oracle.Delivered(owed), held, &oracle.Given{}), oracle.Unexplained)
	found, record := kept()
	record.Refunds = append(record.Refunds, record.Refunds[0])
	given, _ := record.Of([]string{id})
	finds(t, oracle.Judge(oracle.Delivered(owed), found, given[id]), oracle.Twice)
}

// One of an incident's that gets worse gives a part in two remedies at the most, and
// what each of them gave is said once.
func TestOneOfAnIncidentThatGetsWorse(t *testing.T) {
	expected := oracle.Delivered(worse)
	expected.Partly = true
	for _, test := range []struct {
		name  string
		spoil func(*oracle.Record)
		kind  string
	}{
		{"all of it", func(*oracle.Record) {}, ""},
		{"a part of it", func(r *oracle.Record) { r.Refunds[1].Amount = 100 }, ""},
		{"both are said to be added", func(r *oracle.Record) { r.Messages[0].Body = r.Messages[1].Body }, ""},
		{"more than is owed", func(r *oracle.Record) { r.Refunds[1].Amount = 426 }, oracle.WrongAmount},
		{"two by one step", func(r *oracle.Record) { r.Refunds[1].Metadata.Step = "refund" }, oracle.Twice},
		{"words of nothing given", func(r *oracle.Record) {
			r.Messages = append(r.Messages, oracle.Message{SID: "SM3", Body: r.Messages[1].Body, Status: "delivered"})
		}, oracle.Twice},
	} {
		t.Run(test.name, func(t *testing.T) {
			found, record := keptTwice()
			test.spoil(record)
			given, _ := record.Of([]string{id})
			finds(t, oracle.Judge(expected, found, given[id]), test.kind)
		})
	}
}

func TestACustomerIsSpokenToSoOften(t *testing.T) {
	speaks := gave(300, 300, 0)
	speaks.Given.Words = []oracle.Words{{Channel: "sms", Arrived: true}}
	waits, silent := withPerson(gave(300, 300, 0), 300), gave(300, 300, 0)
	for _, test := range []struct {
		name    string
		members []oracle.Member
		kind    string
	}{
		{"once, and a person is to say the rest", []oracle.Member{speaks, waits}, ""},
		{"twice", []oracle.Member{speaks, speaks}, oracle.Twice},
		{"never", []oracle.Member{waits, waits}, oracle.Lost},
		{"nobody is to say the rest", []oracle.Member{speaks, silent}, oracle.Lost},
	} {
		t.Run(test.name, func(t *testing.T) { finds(t, (&oracle.Patience{Apologies: 1}).Judge(test.members), test.kind) })
	}
}

func TestQuietHoursAreKept(t *testing.T) {
	found, record := kept()
	given, _ := record.Of([]string{id})
	expected := oracle.Delivered(owed)
	expected.Quiet = plays.Email
	finds(t, oracle.Judge(expected, found, given[id]), "")
	expected.Quiet = plays.SMS
	finds(t, oracle.Judge(expected, found, given[id]), oracle.Unexplained)
}
