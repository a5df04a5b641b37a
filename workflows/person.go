package workflows

import (
	"fmt"
	"time"

	"go.temporal.io/sdk/workflow"

	"makegood/recovery"
)

// orders is what people asked for by updates and the workflow has not done yet.
type orders struct {
	verdict     *recovery.Decision // confirm or dismiss, while watching
	dismissedBy *Dismiss
	retry       *Retry
	resolve     *Resolve
	asked       missing // what that is about
}

func (o *orders) any() bool { return o.verdict != nil || o.retry != nil || o.resolve != nil }

// decision is a person's verdict, once.
func (o *orders) decision() (recovery.Decision, bool) {
	if o.verdict == nil {
		return recovery.Decision{}, false
	}
	verdict := *o.verdict
	o.verdict = nil
	return verdict, true
}

// waitForPerson keeps a recovery open that no automatic way is left for, until
// someone sends it back to work or has made it good by hand. Its only error is
// the one that continues the workflow as new.
func (l *life) waitForPerson(ctx workflow.Context) error {
	for !l.orders.any() {
		l.askIfNeeded(ctx) // else a run before this one has asked
		l.flush(ctx)
		if err := l.continueIfLong(ctx); err != nil {
			return err
		}
		why := l.whyPerson()
		moved := func() bool { return l.hasWay() || !l.needsPerson() }
		l.awaitOrMore(ctx, time.Time{}, func() bool { return moved() || l.whyPerson() != why })
		if moved() && !l.orders.any() { // a proof came after all, something came back that has a way, or what was held is given
			return nil
		}
	}
	l.obey(ctx)
	return nil
}

// askIfNeeded asks for a person where one is needed and was not asked yet, or for
// something else.
func (l *life) askIfNeeded(ctx workflow.Context) {
	asked := l.state.Stage == recovery.NeedsPerson
	if l.needsPerson() && (!asked || l.state.Why != l.whyPerson() && goesOnBeside(ctx)) {
		l.askForPerson(ctx)
	}
}

// renewWhy says why a person is needed now, where they are asked for less than they were,
// or for none of it any more. For something else they are asked anew.
func (l *life) renewWhy(ctx workflow.Context) {
	now, before := l.persons(), l.askedFor
	more := now.Remedy && !before.Remedy || now.Words && !before.Words || now.SurveyMail && !before.SurveyMail
	if l.state.Stage != recovery.NeedsPerson || !l.isConfirmed() || l.settled() || more || l.state.Why == l.whyPerson() || !goesOnBeside(ctx) {
		return
	}
	if now == (missing{}) {
		l.enter(ctx, recovery.Confirmed, "")
		return
	}
	l.state.Why, l.askedFor = l.whyPerson(), now
}

// askForPerson puts on record that a person is needed, and why.
func (l *life) askForPerson(ctx workflow.Context) {
	l.enter(ctx, recovery.NeedsPerson, l.whyPerson())
	l.askedFor = l.persons()
	l.state.Next = "A person sees to it: retry, with a correction where one is needed, or resolve, when it was done by hand."
	l.note(ctx, "A person is needed. "+l.state.Why, "")
	l.drain(ctx)
	l.record(ctx)
}

// correct takes over what a person set right, and opens the ways that were blocked.
func (l *life) correct(ctx workflow.Context, by *Retry) {
	l.note(ctx, fmt.Sprintf("%s sent it back to work%s: %s", by.Who, by.corrects(), sentence(by.Why)), "")
	l.spent = map[recovery.Channel]bool{}
	if l.firstWordsMissing() && l.spokenElsewhere("", recovery.Arrived) { // what was added is not said again
		l.missing.Words = false
	}
	l.correctFacts(by)
	if by.Phone != "" {
		delete(l.unsure, recovery.SMS)
	}
	if by.Email != "" {
		delete(l.unsure, recovery.Email)
	}
	if l.surveyMail && by.Email != "" { // surveys are to stay away from that address too
		l.missing.SurveyMail = true
		l.step("survey_mail")
	} else if l.missing.SurveyMail && l.blocked.SurveyMail != "" {
		l.step("survey_mail")
	}
	held := l.isHeld() || l.state.Released && l.tries[string(l.due().Kind)] == 0
	remedy := l.missing.Remedy && (l.blocked.Remedy != "" || held && by.Payment != nil)
	l.blocked = blocked{}
	if remedy {
		l.oweAgain(ctx)
	}
}

func (l *life) correctFacts(by *Retry) {
	if by.Phone != "" {
		l.facts.Phone.Value = recovery.Dialled(by.Phone)
	}
	if by.Email != "" {
		l.facts.Email.Value = by.Email
	}
	if by.Payment != nil {
		l.facts.Payment.Value = by.Payment
	}
}

// oweAgain goes back to the play's first way for what is left, with the payment as
// it is known now.
func (l *life) oweAgain(ctx workflow.Context) {
	tier, err := l.tierNamed(l.state.Tier)
	if err != nil {
		l.blocked.Remedy = sentence(err.Error())
		return
	}
	debt, err := l.play.Owes(tier, l.state.Seen.Case(l.value, l.facts.Payment.Value))
	switch {
	case err == nil && debt.Money.Amount > 0 && (len(l.state.Told) > 0 || l.play.Limited()):
		if !l.oweAnew(ctx, tier, debt) {
			return
		}
		debt = *l.state.Owed
	case len(l.state.Told) > 0, l.state.Added: // a part of it was given before, or elsewhere
		debt = *l.state.Owed
	}
	given := l.given("")
	left, some := l.state.Owed.Less(given)
	switch {
	case l.otherMoney():
		l.blocked.Remedy = "Other money was given than is owed, so nothing more is given by itself; look at the provider's own record, and send resolve."
		return
	case given.Amount == 0:
		if debt.Money != l.state.Owed.Money {
			l.note(ctx, fmt.Sprintf("With the other payment we owe %s; it was %s.", debt, l.state.Owed), "")
		}
		l.state.Owed, l.state.Rest = &debt, nil
	case some:
		rest := *l.state.Owed
		rest.Money, rest.Percent = left, 0
		l.state.Rest = &rest
	default:
		return // all of it was taken by the provider: it is only read back once more
	}
	if untellable := l.untellable(); untellable != "" && goesOnBeside(ctx) {
		l.anotherWay(ctx, recovery.ThenNext, untellable)
		if l.blocked.Remedy != "" || l.tries[string(l.due().Kind)] == 0 {
			return
		}
	}
	// A refused order is followed by a new one. One that an earlier run had given, and
	// that was never answered, is given again under its own key: else it might be twice.
	if kind := string(l.due().Kind); l.answerless[kind] {
		l.again(kind)
	} else {
		l.step(kind)
	}
	if err != nil {
		l.anotherWay(ctx, recovery.ThenNext, sentence(err.Error()))
	}
}
