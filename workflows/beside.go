package workflows

import (
	"go.temporal.io/sdk/workflow"
)

// beside is what goes on beside the words, and beside people: neither money nor the
// provider of survey mail is waited for there, and neither waits.
type beside struct {
	money, surveyMail bool // it is under way
	weighing          int  // what is owed is being worked out, or put on record: nothing is ordered before
}

// goesOnBeside is false for a recovery that came here while one thing was done after the
// other.
func goesOnBeside(ctx workflow.Context) bool {
	return workflow.GetVersion(ctx, "beside", workflow.DefaultVersion, 1) != workflow.DefaultVersion
}

// weigh keeps everything from being ordered until what is owed now is on record.
func (l *life) weigh() (done func()) {
	l.beside.weighing++
	return func() { l.beside.weighing-- }
}

// goOnBeside says the words, and goes on beside them with what was not proven within the
// grace, without a bound.
func (l *life) goOnBeside(ctx workflow.Context) {
	if (l.canOrder() || l.surveyMailHasWay()) && !goesOnBeside(ctx) {
		l.oneAfterTheOther(ctx)
		return
	}
	if l.canOrder() && l.giveBeside(ctx) {
		l.note(ctx, moneyIsComing, "")
	}
	if l.surveyMailHasWay() {
		l.keepMailAwayBeside(ctx)
	}
	said := false
	workflow.Go(ctx, func(ctx workflow.Context) { // what is released, or comes back, while words are on their way
		for {
			_ = workflow.Await(ctx, func() bool { return said || l.canOrder() })
			if said || !goesOnBeside(ctx) {
				return
			}
			l.giveBeside(ctx)
		}
	})
	for again := true; again; again = l.tooQuiet {
		l.tooQuiet = false
		l.waitOutQuiet(ctx)
		l.apologize(ctx)
	}
	said = true
	if l.moneyHasWay() && l.remedyPending() {
		l.giveBeside(ctx)
	}
}

const moneyIsComing = "The money is not there yet, and the words do not wait for it: they say that it is on its way."

// canOrder says whether money has a way, and was not taken by its provider yet.
func (l *life) canOrder() bool { return l.moneyHasWay() && !l.remedyPending() }

// giveBeside gives what is owed, however long that takes, until it has its proof or no
// way is left. It returns false where there is nothing to order.
func (l *life) giveBeside(ctx workflow.Context) bool {
	remedy := l.orderRemedy(ctx, 0)
	if remedy == nil && !l.remedyPending() {
		return false
	}
	l.beside.money = true
	workflow.Go(ctx, func(ctx workflow.Context) {
		defer func() { l.beside.money = false }()
		for remedy != nil || l.missing.Remedy && l.blocked.Remedy == "" && l.remedyPending() {
			for ; remedy != nil; remedy = l.orderRemedy(ctx, 0) {
				l.takeRemedy(ctx, remedy)
			}
			l.awaitRemedy(ctx)
			remedy = l.orderRemedy(ctx, 0)
		}
	})
	return true
}

// keepMailAwayBeside has survey mail kept away, however long that takes.
func (l *life) keepMailAwayBeside(ctx workflow.Context) {
	l.beside.surveyMail = true
	ordered := l.orderSurveyMail(ctx, 0)
	workflow.Go(ctx, func(ctx workflow.Context) {
		defer func() { l.beside.surveyMail = false }()
		for ; ordered != nil; ordered = l.orderSurveyMail(ctx, 0) {
			step := l.tries["survey_mail"]
			l.takeSurveyMail(ctx, ordered)
			if l.tries["survey_mail"] != step { // meanwhile a person gave another address
				l.missing.SurveyMail, l.blocked.SurveyMail = true, ""
			}
		}
	})
}

// oneAfterTheOther is how it went on before it went on beside the words.
func (l *life) oneAfterTheOther(ctx workflow.Context) {
	remedy, surveyMail := l.orderRemedy(ctx, 0), l.orderSurveyMail(ctx, 0)
	if remedy != nil {
		l.note(ctx, moneyIsComing, "")
	}
	l.apologize(ctx)
	for ; remedy != nil; remedy = l.orderRemedy(ctx, 0) {
		l.takeRemedy(ctx, remedy)
	}
	for ; surveyMail != nil; surveyMail = l.orderSurveyMail(ctx, 0) {
		l.takeSurveyMail(ctx, surveyMail)
	}
	l.awaitRemedy(ctx)
}
