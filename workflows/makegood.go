package workflows

import (
	"strings"
	"time"

	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

// missing is what a confirmed recovery still owes the proof of.
type missing struct{ Remedy, Words, SurveyMail bool }

// blocked says, in plain words, why a part cannot be had without a person.
type blocked struct{ Remedy, Words, SurveyMail string }

func (l *life) settled() bool { return l.missing == missing{} }

// hasWay says whether something that is missing can be had without a person.
func (l *life) hasWay() bool {
	return l.missing.Remedy && l.blocked.Remedy == "" && !l.isHeld() || l.missing.Words && l.blocked.Words == "" ||
		l.missing.SurveyMail && l.blocked.SurveyMail == ""
}

// makeGood does what is owed. The remedy comes first, so that the words are true;
// but the words wait no longer than the play's grace. Surveys have been kept away
// since the claim.
func (l *life) makeGood(ctx workflow.Context) {
	l.trySurveyMail(ctx)
	within := l.play.Grace.Std()
	until := workflow.Now(ctx).Add(within)
	remedy, surveyMail := l.orderRemedy(ctx, within), l.orderSurveyMail(ctx, within)
	l.takeRemedyUntil(ctx, until, remedy)
	l.takeSurveyMail(ctx, surveyMail)

	// What was not proven within the grace goes on, without a bound, beside the words.
	remedy, surveyMail = l.orderRemedy(ctx, 0), l.orderSurveyMail(ctx, 0)
	if remedy != nil {
		l.note(ctx, "The money is not there yet, and the words do not wait for it: they say that it is on its way.", "")
	}
	for again := true; again; again = l.tooQuiet {
		l.tooQuiet = false
		remedy = l.waitOutQuiet(ctx, remedy)
		l.apologize(ctx)
	}
	if remedy != nil {
		l.state.Next = "Waiting for the money: " + l.state.Owed.String() + ". It is tried again until the provider takes it."
		l.tell(ctx)
	}
	for ; remedy != nil; remedy = l.orderRemedy(ctx, 0) {
		l.takeRemedy(ctx, remedy)
	}
	for ; surveyMail != nil; surveyMail = l.orderSurveyMail(ctx, 0) {
		l.takeSurveyMail(ctx, surveyMail)
	}
	l.awaitRemedy(ctx)
}

// takeRemedyUntil waits for an ordered remedy, and for those by other ways that
// follow when it is refused, while there is time.
func (l *life) takeRemedyUntil(ctx workflow.Context, until time.Time, ordered workflow.Future) {
	for ordered != nil {
		way := l.state.Rest
		l.takeRemedy(ctx, ordered)
		left := until.Sub(workflow.Now(ctx))
		if l.state.Rest == way || left <= 0 {
			return
		}
		ordered = l.orderRemedy(ctx, left)
	}
}

// whyPerson is every reason why a person is needed, in one line.
func (l *life) whyPerson() string {
	var reasons []string
	if l.missing.Remedy {
		why := l.blocked.Remedy
		if l.isHeld() && why == "" {
			why = l.whyHeld()
		}
		reasons = append(reasons, "Owed: "+l.state.Owed.String()+". "+why)
	}
	if l.missing.Words {
		reasons = append(reasons, "The apology has not arrived. "+l.blocked.Words)
	}
	if l.missing.SurveyMail {
		reasons = append(reasons, "Survey mail is not kept away yet. "+l.blocked.SurveyMail)
	}
	return strings.Join(reasons, " ")
}

// keep puts a provider's word on record: the latest of each step.
func (l *life) keep(ctx workflow.Context, receipt recovery.Receipt, what string) {
	for i := range l.state.Receipts {
		if l.state.Receipts[i].Step == receipt.Step {
			l.state.Receipts[i] = receipt
			l.note(ctx, what, receipt.ID)
			return
		}
	}
	l.state.Receipts = append(l.state.Receipts, receipt)
	l.note(ctx, what, receipt.ID)
}
