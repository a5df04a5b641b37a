package workflows

import (
	"fmt"
	"time"

	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

// asked is what a person who resolves it now was asked about; where that has changed just
// now, all that nothing is under way for.
func (l *life) asked() missing {
	if asked := l.persons(); asked != (missing{}) {
		return asked
	}
	return missing{Remedy: l.missing.Remedy && !l.beside.money, Words: l.missing.Words, SurveyMail: l.missing.SurveyMail && !l.beside.surveyMail}
}

// resolveBy takes a person's word that what they were asked about is made good. What
// nobody is needed for goes on by itself.
func (l *life) resolveBy(ctx workflow.Context, by *Resolve, asked missing) {
	l.note(ctx, fmt.Sprintf("%s made it good by hand: %s", by.Who, sentence(by.Why)), by.Proof)
	hand := recovery.Receipt{Step: "by_hand", Provider: "makegood", ID: by.Proof, Status: "resolved by " + by.Who, Word: recovery.Arrived, Why: by.Why, At: workflow.Now(ctx).UTC()}
	l.state.Receipts = append(l.state.Receipts, hand)
	if l.state.ByHand == nil {
		l.state.ByHand = new(recovery.ByHand)
	}
	if asked.Remedy {
		l.missing.Remedy, l.blocked.Remedy = false, ""
		l.state.HeldUntil, l.state.HeldWhy = time.Time{}, ""
		l.state.ByHand.Remedy, l.state.ByHand.CameBack = true, false
		if !l.beside.money {
			l.onOrder = "" // whatever its answer would be: it is made good
		}
	}
	if asked.Words {
		l.missing.Words, l.blocked.Words = false, ""
		l.state.ByHand.Words = true
	}
	if asked.SurveyMail {
		l.missing.SurveyMail, l.blocked.SurveyMail = false, ""
		l.state.ByHand.SurveyMail = true
	}
	if l.play.TopUp || !l.settled() { // it goes on, and may be taken up by another run
		l.record(ctx)
	}
}

// byHand says whether a person has given what is owed.
func (l *life) byHand() bool { return l.state.ByHand != nil && l.state.ByHand.Remedy }

// saidByHand says whether a person has said the words.
func (l *life) saidByHand() bool { return l.state.ByHand != nil && l.state.ByHand.Words }

// cameBackBesideHand has a person decide again, where what was given beside what they
// gave has come back.
func (l *life) cameBackBesideHand(why string) string {
	l.state.ByHand.Remedy, l.state.ByHand.CameBack = false, true
	return why + " A part was made good by hand before; a person decides about the rest."
}

// takeUpByHand holds to what a person had made good by hand.
func (l *life) takeUpByHand(prior *recovery.State) {
	receipt, byHand := prior.Proven("by_hand")
	if !byHand {
		return
	}
	if !l.isKept(receipt) {
		l.state.Receipts = append(l.state.Receipts, receipt)
	}
	if l.wasTold(receipt.Step) { // and more was owed after that
		l.blocked = blocked{Remedy: madeGoodBefore, Words: madeGoodBefore}
		return
	}
	if prior.ByHand == nil { // by a build that took it for all
		l.missing = missing{}
		return
	}
	l.missing.Remedy = l.missing.Remedy && !prior.ByHand.Remedy
	l.missing.Words = l.missing.Words && !prior.ByHand.Words
	l.missing.SurveyMail = l.missing.SurveyMail && !prior.ByHand.SurveyMail
	if prior.ByHand.CameBack {
		l.blocked.Remedy = madeGoodBefore
	}
}

const madeGoodBefore = "It was made good by hand before, and more is owed now; a person decides how."
