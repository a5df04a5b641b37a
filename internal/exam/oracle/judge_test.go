package oracle_test

import (
	"slices"
	"testing"
	"time"

	"makegood/internal/exam/oracle"
	"makegood/internal/exam/plays"
	"makegood/recovery"
)

const id = "recovery/exam.refund/made-up/c-made-up"

var owed = plays.Owed{Kind: plays.Refund, Amount: 625, Within: 2 * time.Minute}

// sent is when the text was accepted that is kept.
var sent = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

// mailAt is a mail so many seconds after the text.
func mailAt(after int64, status string) oracle.Mail {
	return oracle.Mail{ID: "m1", Status: status, Created: sent.Unix() + after, CustomArgs: map[string]string{"makegood_recovery": id}}
}

// kept is a state in which the promise was kept, to be spoiled.
func kept() (oracle.Found, *oracle.Record) {
	found := oracle.Found{
		Known: true, Completed: true, Mail: true,
		State: recovery.State{ID: id, Stage: recovery.Delivered, Receipts: []recovery.Receipt{
			{Step: "refund", ID: "re_1", Status: "succeeded", Word: recovery.Arrived},
			{Step: "sms", ID: "SM1", Status: "delivered", Word: recovery.Arrived},
		}},
	}
	return found, &oracle.Record{
		Messages: []oracle.Message{{SID: "SM1", Body: "Sorry. Ref " + recovery.Ref(id), Status: "delivered", Created: sent.Format(time.RFC1123Z), Updated: sent.Format(time.RFC1123Z)}},
		Refunds:  []oracle.Refund{{ID: "re_1", Amount: 625, Currency: "eur", Status: "succeeded", Metadata: oracle.Marks{Recovery: id}}},
	}
}

// The oracle can fail: each way in which the promise can be broken is found.
func TestTheOracleFindsWhatIsWrong(t *testing.T) {
	refund := func(name string, amount int64) oracle.Refund {
		return oracle.Refund{ID: name, Amount: amount, Currency: "eur", Status: "succeeded", Metadata: oracle.Marks{Recovery: id}}
	}
	for _, test := range []struct {
		name  string
		spoil func(*oracle.Found, *oracle.Record)
		kind  string // empty: nothing is found
	}{
		{"kept", func(*oracle.Found, *oracle.Record) {}, ""},
		{"a double refund", func(_ *oracle.Found, r *oracle.Record) { r.Refunds = append(r.Refunds, refund("re_2", 625)) }, oracle.Twice},
		{"a refund that came back is none", func(_ *oracle.Found, r *oracle.Record) {
			back := refund("re_0", 625)
			back.Status = "failed"
			r.Refunds = append(r.Refunds, back)
		}, ""},
		{"two remedies", func(_ *oracle.Found, r *oracle.Record) {
			r.Credits = append(r.Credits, oracle.Credit{ID: "cbtxn_1", Amount: -625, Currency: "eur", Metadata: oracle.Marks{Recovery: id}})
		}, oracle.Twice},
		{"another amount", func(_ *oracle.Found, r *oracle.Record) { r.Refunds[0].Amount = 624 }, oracle.WrongAmount},
		{"another currency", func(_ *oracle.Found, r *oracle.Record) { r.Refunds[0].Currency = "usd" }, oracle.WrongAmount},
		{"no money", func(_ *oracle.Found, r *oracle.Record) { r.Refunds = nil }, oracle.Lost},
		{"no words", func(_ *oracle.Found, r *oracle.Record) { r.Messages = nil }, oracle.Lost},
		{"words that did not arrive", func(_ *oracle.Found, r *oracle.Record) { r.Messages[0].Status = "undelivered" }, oracle.Lost},
		{"words twice", func(_ *oracle.Found, r *oracle.Record) {
			r.Emails = append(r.Emails, oracle.Mail{ID: "m1", Status: "delivered", CustomArgs: map[string]string{"makegood_recovery": id}})
		}, oracle.Twice},
		{"words by the next channel, as the first were put off", func(_ *oracle.Found, r *oracle.Record) {
			r.Emails = append(r.Emails, mailAt(-120, "deferred"))
		}, ""},
		{"words by the next channel too soon", func(_ *oracle.Found, r *oracle.Record) {
			r.Emails = append(r.Emails, mailAt(-60, "deferred"))
		}, oracle.Twice},
		{"words by the next channel although the first had arrived", func(_ *oracle.Found, r *oracle.Record) {
			r.Emails = append(r.Emails, mailAt(-120, "delivered"))
		}, oracle.Twice},
		{"words three times", func(_ *oracle.Found, r *oracle.Record) {
			r.Emails = append(r.Emails, mailAt(-120, "deferred"), mailAt(-240, "deferred"))
		}, oracle.Twice},
		{"not on record", func(f *oracle.Found, _ *oracle.Record) { *f = oracle.Found{} }, oracle.Lost},
		{"still at it", func(f *oracle.Found, _ *oracle.Record) { f.State.Stage = recovery.Confirmed }, oracle.Lost},
		{"dismissed", func(f *oracle.Found, _ *oracle.Record) { f.State.Stage = recovery.Dismissed }, oracle.Lost},
		{"a person, unasked for", func(f *oracle.Found, _ *oracle.Record) {
			f.State.Stage, f.State.Why, f.State.Owed, f.Open = recovery.NeedsPerson, "why", &recovery.Debt{}, true
		}, oracle.Unexplained},
		{"survey mail", func(f *oracle.Found, _ *oracle.Record) { f.Mail = false }, oracle.Lost},
		{"a survey as the words went out", func(f *oracle.Found, _ *oracle.Record) { f.Surveys = true }, oracle.Unexplained},
		{"a proof that is none", func(f *oracle.Found, _ *oracle.Record) { f.State.Receipts[0].ID = "re_other" }, oracle.Unexplained},
		{"a proof that is not final", func(f *oracle.Found, _ *oracle.Record) { f.State.Receipts[0].Status = "pending" }, oracle.Unexplained},
		{"a later run that only watches", func(f *oracle.Found, _ *oracle.Record) { f.Completed, f.Open, f.Anew = false, true, true }, ""},
		{"a workflow that goes on", func(f *oracle.Found, _ *oracle.Record) { f.Completed, f.Open = false, true }, oracle.Unexplained},
	} {
		t.Run(test.name, func(t *testing.T) {
			found, record := kept()
			test.spoil(&found, record)
			given, _ := record.Of([]string{id})
			findings := oracle.Judge(oracle.Delivered(owed), found, given[id])
			is := func(finding oracle.Finding) bool { return finding.Kind == test.kind }
			if test.kind == "" && len(findings) > 0 || test.kind != "" && !slices.ContainsFunc(findings, is) {
				t.Errorf("found %v, and it is %q", findings, test.kind)
			}
		})
	}
}

func TestNothingMayBeGivenWhereNothingIsOwed(t *testing.T) {
	_, record := kept()
	given, _ := record.Of([]string{id})
	found := oracle.Found{Known: true, Completed: true, State: recovery.State{Stage: recovery.Dismissed}}
	findings := oracle.Judge(oracle.Nothing(recovery.Dismissed), found, given[id])
	if len(findings) != 2 || findings[0].Kind != oracle.Unexplained || findings[1].Kind != oracle.Unexplained {
		t.Errorf("found %v", findings)
	}
	if findings := oracle.Judge(oracle.Nothing(recovery.Dismissed), found, &oracle.Given{}); len(findings) > 0 {
		t.Errorf("found %v", findings)
	}
}

func TestAPersonHasToFindWhatIsOwed(t *testing.T) {
	found := oracle.Found{Known: true, Open: true, State: recovery.State{Stage: recovery.NeedsPerson, Why: "it was refused", Owed: &recovery.Debt{}}}
	if findings := oracle.Judge(oracle.Person(owed), found, &oracle.Given{}); len(findings) > 0 {
		t.Errorf("found %v", findings)
	}
	found.Open, found.State.Owed = false, nil
	if findings := oracle.Judge(oracle.Person(owed), found, &oracle.Given{}); len(findings) != 2 {
		t.Errorf("found %v", findings)
	}
}

func TestWhatBelongsToNobodyIsFound(t *testing.T) {
	_, record := kept()
	if _, stray := record.Of([]string{"recovery/exam.refund/other/c-other"}); len(stray) != 2 {
		t.Errorf("found %v", stray)
	}
}
