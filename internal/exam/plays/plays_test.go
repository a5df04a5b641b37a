package plays_test

import (
	"testing"

	"makegood/config"
	"makegood/internal/exam/plays"
)

// The playbook is one that the product takes, and every play that the exam
// calculates with is in it, with its measure and with the channel that comes first.
func TestThePlaybookHasEveryPlay(t *testing.T) {
	dir := t.TempDir()
	if err := plays.Write(dir); err != nil {
		t.Fatal(err)
	}
	playbook, err := config.LoadPlaybook(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, play := range []plays.Play{
		plays.Refunds, plays.Coupons, plays.Credits, plays.Mails, plays.Holds, plays.Often, plays.LadderLow, plays.LadderHigh, plays.Hasty, plays.Ways,
		plays.Worse, plays.BudgetLow, plays.BudgetHigh, plays.IncidentLow, plays.IncidentHigh,
		plays.Grows, plays.Tired, plays.Quiet,
	} {
		found, is := playbook.ForAll(play.Trigger)
		switch {
		case !is:
			t.Errorf("no play answers to %s", play.Trigger)
		case play.Measure != "" && found.Measure != play.Measure, string(found.Apology.Channels[0]) != string(play.Channel):
			t.Errorf("%s measures %s and speaks by %s first", play.Trigger, found.Measure, found.Apology.Channels[0])
		case found.Apology.ReceiptWithin.Std() != play.Owes(1).Within:
			t.Errorf("%s waits %s for a receipt", play.Trigger, found.Apology.ReceiptWithin)
		case found.TopUp != (play.Owes(1000).First > 0):
			t.Errorf("%s adds what a higher tier owes: %v", play.Trigger, found.TopUp)
		case found.Apology.AtMost == nil != (play.Apologies == 0), found.Apology.AtMost != nil && found.Apology.AtMost.Apologies != play.Apologies:
			t.Errorf("%s says at most %+v", play.Trigger, found.Apology.AtMost)
		case len(found.Apology.Quiet) > 0 != (play.Quiet != ""):
			t.Errorf("%s is quiet %+v", play.Trigger, found.Apology.Quiet)
		case found.Budget == nil != (play.Budget == nil):
			t.Errorf("%s has the budget %+v", play.Trigger, found.Budget)
		case play.Budget != nil && (found.Budget.PerDay[0].Amount != play.Budget.PerDay || found.Budget.ApproveWithin.Std() != play.Budget.Within):
			t.Errorf("%s gives %+v", play.Trigger, found.Budget)
		}
	}
}

func TestAShareIsRoundedUp(t *testing.T) {
	for _, test := range []struct {
		play plays.Play
		paid int64
		want int64
	}{
		{plays.Refunds, 4999, 625},
		{plays.Refunds, 5000, 625},
		{plays.Credits, 4999, 363},
		{plays.Mails, 4999, 1665},
		{plays.Holds, 4999, 501},
		{plays.Worse, 4999, 2500},
	} {
		if got := test.play.Owes(test.paid).Amount; got != test.want {
			t.Errorf("%s owes %d of %d, and it is %d", test.play.Trigger, got, test.paid, test.want)
		}
	}
}
