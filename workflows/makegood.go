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

// hasWay says whether something that is missing can be had without a person, and is not
// under way yet.
func (l *life) hasWay() bool {
	return l.moneyHasWay() || l.missing.Words && l.blocked.Words == "" || l.surveyMailHasWay()
}

func (l *life) moneyHasWay() bool {
	return l.missing.Remedy && l.blocked.Remedy == "" && !l.isHeld() && !l.beside.money && l.beside.weighing == 0
}

func (l *life) surveyMailHasWay() bool {
	return l.missing.SurveyMail && l.blocked.SurveyMail == "" && !l.beside.surveyMail
}

// needsPerson says whether something that is missing waits for a person.
func (l *life) needsPerson() bool { return l.persons() != missing{} }

// persons is what waits for a person, of what is missing.
func (l *life) persons() missing {
	return missing{
		Remedy:     l.missing.Remedy && (l.blocked.Remedy != "" || l.isHeld()),
		Words:      l.missing.Words && l.blocked.Words != "" && !l.apologizing,
		SurveyMail: l.missing.SurveyMail && l.blocked.SurveyMail != "",
	}
}

// makeGood does what is owed. The remedy comes first, so that the words are true;
// but the words wait no longer than the play's grace. Surveys have been kept away
// since the claim.
func (l *life) makeGood(ctx workflow.Context) {
	l.trySurveyMail(ctx)
	within := l.play.Grace.Std()
	until := workflow.Now(ctx).Add(within)
	var remedy workflow.Future
	if l.moneyHasWay() {
		remedy = l.orderRemedy(ctx, within)
	}
	var surveyMail workflow.Future
	if l.surveyMailHasWay() {
		surveyMail = l.orderSurveyMail(ctx, within)
	}
	l.takeRemedyUntil(ctx, until, remedy)
	l.takeSurveyMail(ctx, surveyMail)
	l.goOnBeside(ctx)
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
	asked := l.persons()
	if asked.Remedy {
		why := l.blocked.Remedy
		if l.isHeld() && why == "" {
			why = l.whyHeld()
		}
		reasons = append(reasons, "Owed: "+l.state.Owed.String()+". "+why)
	}
	if asked.Words {
		reasons = append(reasons, "The apology has not arrived. "+l.blocked.Words)
	}
	if asked.SurveyMail {
		reasons = append(reasons, "Survey mail is not kept away yet. "+l.blocked.SurveyMail)
	}
	return strings.Join(reasons, " ")
}

// keep puts a provider's word on record: the latest of each step.
func (l *life) keep(ctx workflow.Context, receipt recovery.Receipt, what string) {
	for i := range l.state.Receipts {
		if before := l.state.Receipts[i]; before.Step == receipt.Step {
			l.state.Receipts[i] = receipt
			if before.Word != receipt.Word || before.ID != receipt.ID { // else it was read twice
				l.note(ctx, what, receipt.ID)
			}
			return
		}
	}
	l.state.Receipts = append(l.state.Receipts, receipt)
	l.note(ctx, what, receipt.ID)
}
