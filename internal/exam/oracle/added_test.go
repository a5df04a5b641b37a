package oracle_test

import (
	"slices"
	"testing"
	"time"

	"makegood/internal/exam/oracle"
	"makegood/internal/exam/plays"
	"makegood/recovery"
)

var worse = plays.Owed{Kind: plays.Refund, Amount: 625, First: 200, Within: 2 * time.Minute}

// keptTwice is a state in which a higher tier was met later and the promise was kept.
func keptTwice() (oracle.Found, *oracle.Record) {
	found, record := kept()
	found.State.Receipts = append(found.State.Receipts,
		recovery.Receipt{Step: "refund:2", ID: "re_2", Status: "succeeded", Word: recovery.Arrived},
		recovery.Receipt{Step: "sms:2", ID: "SM2", Status: "delivered", Word: recovery.Arrived})
	record.Refunds[0].Amount, record.Refunds[0].Metadata.Step = 200, "refund"
	more := record.Refunds[0]
	more.ID, more.Amount, more.Metadata.Step = "re_2", 425, "refund:2"
	record.Refunds = append(record.Refunds, more)
	text := record.Messages[0]
	text.SID, text.Body = "SM2", "Sorry. "+plays.More+recovery.Ref(id)
	record.Messages = append(record.Messages, text)
	return found, record
}

// The oracle finds each way in which what is added can be wrong.
func TestTheOracleFindsWhatIsAddedWrongly(t *testing.T) {
	for _, test := range []struct {
		name  string
		spoil func(*oracle.Found, *oracle.Record)
		kind  string // empty: nothing is found
	}{
		{"kept", func(*oracle.Found, *oracle.Record) {}, ""},
		{"all at once, as the higher tier was met first", func(f *oracle.Found, r *oracle.Record) {
			f.State.Receipts = f.State.Receipts[:2]
			r.Refunds, r.Messages = r.Refunds[:1], r.Messages[:1]
			r.Refunds[0].Amount = 625
		}, ""},
		{"the higher tier in full beside the lower", func(_ *oracle.Found, r *oracle.Record) { r.Refunds[1].Amount = 625 }, oracle.WrongAmount},
		{"the lower tier twice", func(_ *oracle.Found, r *oracle.Record) { r.Refunds[1].Amount = 200 }, oracle.WrongAmount},
		{"a cent less is added", func(_ *oracle.Found, r *oracle.Record) { r.Refunds[1].Amount-- }, oracle.WrongAmount},
		{"a cent less at first", func(_ *oracle.Found, r *oracle.Record) { r.Refunds[0].Amount-- }, oracle.WrongAmount},
		{"another kind is added", func(_ *oracle.Found, r *oracle.Record) {
			r.Refunds = r.Refunds[:1]
			r.Credits = append(r.Credits, oracle.Credit{ID: "re_2", Amount: -425, Currency: "eur", Metadata: oracle.Marks{Recovery: id, Step: "credit"}})
		}, oracle.WrongAmount},
		{"the difference twice", func(_ *oracle.Found, r *oracle.Record) {
			again := r.Refunds[1]
			again.ID, again.Metadata.Step = "re_3", "refund:3"
			r.Refunds = append(r.Refunds, again)
		}, oracle.Twice},
		{"two by one step", func(_ *oracle.Found, r *oracle.Record) { r.Refunds[1].Metadata.Step = "refund" }, oracle.Twice},
		{"nothing is added", func(_ *oracle.Found, r *oracle.Record) { r.Refunds = r.Refunds[:1] }, oracle.Lost},
		{"the difference alone", func(_ *oracle.Found, r *oracle.Record) { r.Refunds = r.Refunds[1:] }, oracle.WrongAmount},
		{"no words of what was added", func(_ *oracle.Found, r *oracle.Record) { r.Messages = r.Messages[:1] }, oracle.Lost},
		{"words of what was added alone", func(_ *oracle.Found, r *oracle.Record) { r.Messages = r.Messages[1:] }, oracle.Lost},
		{"the first words twice", func(_ *oracle.Found, r *oracle.Record) {
			r.Emails = append(r.Emails, oracle.Mail{ID: "m1", Status: "delivered", CustomArgs: map[string]string{"makegood_recovery": id}})
		}, oracle.Twice},
		{"the words of what was added twice", func(_ *oracle.Found, r *oracle.Record) {
			r.Emails = append(r.Emails, oracle.Mail{ID: "m1", Text: plays.More, Status: "delivered", CustomArgs: map[string]string{"makegood_recovery": id}})
		}, oracle.Twice},
		{"a proof of what was added that is none", func(f *oracle.Found, _ *oracle.Record) { f.State.Receipts[2].ID = "re_other" }, oracle.Unexplained},
	} {
		t.Run(test.name, func(t *testing.T) {
			found, record := keptTwice()
			test.spoil(&found, record)
			given, _ := record.Of([]string{id})
			finds(t, oracle.Judge(oracle.Delivered(worse), found, given[id]), test.kind)
		})
	}
}

// Where a person is to see to what is added, the lower tier stands, or nothing does.
func TestAPersonSeesToWhatIsAdded(t *testing.T) {
	found := oracle.Found{Known: true, Open: true, State: recovery.State{Stage: recovery.NeedsPerson, Why: "it was refused", Owed: &recovery.Debt{}}}
	for amount, kind := range map[int64]string{200: "", 625: "", 425: oracle.WrongAmount, 201: oracle.WrongAmount} {
		_, record := kept()
		record.Refunds[0].Amount = amount
		given, _ := record.Of([]string{id})
		finds(t, oracle.Judge(oracle.Person(worse), found, given[id]), kind)
	}
}

// finds wants a finding of a kind, or none where that is empty.
func finds(t *testing.T, findings []oracle.Finding, kind string) {
	t.Helper()
	is := func(finding oracle.Finding) bool { return finding.Kind == kind }
	if kind == "" && len(findings) > 0 || kind != "" && !slices.ContainsFunc(findings, is) {
		t.Errorf("found %v, and it is %q", findings, kind)
	}
}
