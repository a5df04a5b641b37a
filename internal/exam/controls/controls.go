// Package controls is faults of our own: each puts one mistake into the product, and
// the exam has to find it. An exam that cannot fail proves nothing.
package controls

import (
	"makegood/internal/exam/crash"
	"makegood/internal/exam/step"
)

// Control is one mistake, and the smallest part of the exam that should find it.
type Control struct {
	Name  string
	Edits []Edit
	// By says which cases find it: those of the faults whose description begins so,
	By []string
	// those of the webhooks likewise,
	Hooks []string
	// or cells of the crash section.
	Cells func(crash.Cell) bool
	// Long are left out in short: others there show that such cases find something.
	Long bool
}

// Edit puts a new text in the place of an old one, which stands in the file once.
type Edit struct{ File, Old, New string }

// at picks the cell of a step where the worker dies and the provider had answered.
func at(activity string, point step.Point) func(crash.Cell) bool {
	return func(cell crash.Cell) bool {
		return cell.Step == step.Step{Activity: activity, Point: point} && cell.Victim == crash.Worker && cell.Answer == crash.Answered
	}
}

// All are the controls.
func All() []Control {
	return []Control{
		{
			Name: "no idempotency key at Stripe",
			Edits: []Edit{
				{"activities/refund.go", "\tparams.SetIdempotencyKey(key)\n", "\t_ = key\n"},
			},
			Cells: at(step.Refund, step.After),
		},
		{
			Name: "a fresh key for every attempt",
			Edits: []Edit{{
				"activities/credit.go", "\tparams.SetIdempotencyKey(key)\n",
				"\tparams.SetIdempotencyKey(key + strconv.Itoa(int(time.Now().UnixNano())))\n",
			}, {"activities/credit.go", "\"strings\"\n", "\"strconv\"\n\t\"strings\"\n\t\"time\"\n"}},
			By: []string{"credit, accept_reset once", "credit, accept_timeout once"},
		},
		{
			Name: "the gateway acknowledges before Temporal has it",
			Edits: []Edit{{
				"gateway/take.go", "workflows.TypeRecovery); err != nil {\n\t\treturn taken{}, err\n\t}",
				"workflows.TypeRecovery); err != nil {\n\t\tg.log.ErrorContext(ctx, \"not signalled\", \"error\", err)\n\t}",
			}},
			By: []string{"Temporal does not answer the gateway"},
		},
		{
			Name: "a text is sent again without a look",
			Edits: []Edit{{
				"activities/deliver.go", "if known.unsent < known.many {",
				"if known.unsent < known.many && errand.provider() != ProviderTwilio {",
			}},
			By: []string{"SMS, accept_reset once"},
		},
		{
			Name: "a mail is sent again without a look",
			Edits: []Edit{{
				"activities/deliver.go", "if known.unsent < known.many {",
				"if known.unsent < known.many && errand.provider() != ProviderSendGrid {",
			}},
			By: []string{"e-mail, accept_500 once"},
		},
		{
			Name: "the hold is ignored",
			Edits: []Edit{{
				"recovery/decide.go", "closes := seen.first().Add(play.CloseAfter.Std())",
				"at := *play\n\tat.Hold, play = 0, &at\n\tcloses := seen.first().Add(play.CloseAfter.Std())",
			}},
			By: []string{"bad enough, and not for as long as the hold"},
		},
		{
			Name: "observations are not told apart by their ids",
			Edits: []Edit{
				{"recovery/seen.go", "return slices.ContainsFunc(s.Sightings, func(known Sighting) bool { return known.ID == id })", "return slices.ContainsFunc(s.Sightings, func(known Sighting) bool { return known.ID == id && id == \"\" })"},
			},
			By: []string{"it happens once and is told three times"},
		},
		{
			Name: "the ledger's claim always says that it is ours",
			Edits: []Edit{
				{"activities/records.go", "claimed := Claimed{Prior: prior, Allowed: allowed, SurveyMail: r.surveyMail}", "prior = nil\n\tclaimed := Claimed{Prior: prior, Allowed: allowed, SurveyMail: r.surveyMail}"},
			},
			By: []string{"worse news once it was made good"},
		},
		{
			Name: "a refund has arrived whatever its status",
			Edits: []Edit{
				{"activities/refund.go", "default: // pending, requires_action\n", "default:\n\t\treceipt.Word = recovery.Arrived\n"},
			},
			By: []string{"the bank takes a while with the refund"},
		},
		{
			Name: "a share is rounded down",
			Edits: []Edit{
				{"recovery/money.go", "amount := mulDivUp(uint64(max(m.Amount, 0)), uint64(max(p, 0)), whole)", "amount := uint64(max(m.Amount, 0)) * uint64(max(p, 0)) / whole"},
			},
			By: []string{"nothing goes wrong, exam.refund"},
		},
		{
			Name: "another amount on the second attempt",
			Edits: []Edit{{
				"activities/refund.go", "Amount: stripe.Int64(order.Money.Amount),",
				"Amount: stripe.Int64(order.Money.Amount - int64(attempt(ctx)) + 1),",
			}},
			By: []string{"refund, rate_limited once"},
		},
		{
			Name: "surveys are kept away only after the words",
			Edits: []Edit{
				{"activities/records.go", "r.claims.Claim(ctx, state, until)", "r.claims.Claim(ctx, state, time.Time{})"},
				{
					"activities/records.go", "if r.claims.Record(ctx, state) != nil {",
					"if _, err := r.claims.Claim(ctx, state, time.Now().Add(90*24*time.Hour)); err != nil || r.claims.Record(ctx, state) != nil {",
				},
			},
			By: []string{"nothing goes wrong, exam.refund"},
		},
		{
			Name: "words go out although the ledger has their intent",
			Edits: []Edit{
				{"internal/ledger/deliveries.go", "return begun, err == nil && begun.Tries == 1, err", "return begun, err == nil, err"},
			},
			By: []string{"e-mail, accept_reset once"},
		},
		{
			Name: "words that came back are taken for arrived",
			Edits: []Edit{
				{"workflows/apology.go", "\tif !ok || receipt.Word != recovery.Refused {\n\t\treturn ok && receipt.Word == recovery.Arrived\n\t}", "\tif !ok || receipt.ID != \"\" {\n\t\treturn ok\n\t}"},
			},
			By: []string{"SMS, error 30007"},
		},
		{
			Name: "what needs a person ends by itself",
			Edits: []Edit{
				{"workflows/recovery.go", "err = l.waitForPerson(ctx)", "l.askForPerson(ctx)\n\t\t\treturn l.ending(), nil"},
			},
			By: []string{"refund, error charge_not_refundable"},
		},
		{
			Name: "what arrived is taken for delivered without its words",
			Edits: []Edit{
				{"workflows/makegood.go", "func (l *life) settled() bool { return l.missing == missing{} }", "func (l *life) settled() bool { return !l.missing.Remedy }"},
				{"workflows/makegood.go", "\tl.apologize(ctx)\n", ""},
			},
			By: []string{"nothing goes wrong, exam.credit"},
		},
		{
			Name: "a call that comes out of order is believed",
			Edits: []Edit{
				{"internal/ledger/hear.go", "case advance[receipt.Word] < advance[d.Word]:", "case d.Word == recovery.Word(\"nothing\"):"},
			},
			Hooks: []string{"text, told once it has ended"},
		},
		{
			Name: "a call's signature is not checked",
			Edits: []Edit{
				{"gateway/webhook/twilio.go", "if !ok || !t.signed(call, form) {", "if !ok || !t.signed(call, form) && len(form) == 0 {"},
			},
			Hooks: []string{"text, calls that are not believed"},
		},
		{
			Name: "a call from long ago is believed",
			Edits: []Edit{
				{"gateway/webhook/stripe.go", "case !near(at, now, stripeWithin):", "case at.IsZero() && !near(at, now, stripeWithin):"},
			},
			Hooks: []string{"refund, calls that are not believed"},
		},
		{
			Name: "a call is acknowledged and kept nowhere",
			Edits: []Edit{{
				"gateway/webhooks.go", "hearing, err := g.ledger.Hear(ctx, request, news, g.mustKnow)",
				"var hearing ledger.Hearing\n\terr := ctx.Err()",
			}},
			Hooks: []string{"refund that fails, told by the exam"},
		},
		{
			Name: "a call is kept and passed on to nobody",
			Edits: []Edit{{
				"gateway/webhooks.go", "if err := workflows.PassOn(ctx, g.temporal, g.taskQueue, one.Recovery, one.Receipt); err != nil {",
				"if err := ctx.Err(); err != nil {",
			}, {"gateway/webhooks.go", "\"makegood/recovery\"\n\t\"makegood/workflows\"\n", "\"makegood/recovery\"\n"}, {"gateway/webhooks.go", "\tfor _, one := range hearing.Waiting {", "\tfor range hearing.Waiting {"}},
			Hooks: []string{"refund that fails, told by the exam"},
		},
		{
			Name: "a repeat is answered as though it were news",
			Edits: []Edit{{
				"gateway/webhooks.go", "case hearing.Replay, hearing.Repeats == len(heard) && provider == \"twilio\":", "case hearing.Replay && hearing.Repeats < 0:",
			}},
			Hooks: []string{"mail, calls that are not believed"},
		},
		{
			Name: "what is added goes by the first one's step",
			Edits: []Edit{
				{"workflows/steps.go", "\tfor l.wasTold(stepName(kind, l.tries[kind])) {\n\t\tl.tries[kind]++\n\t}\n", ""},
			},
			By: []string{"it gets worse"},
		},
		{
			Name: "what is added is a whole higher tier",
			Edits: []Edit{
				{"workflows/higher.go", "left, some := debt.Beyond(l.givenDebts())", "left, some := debt.Beyond(nil)"},
			},
			By:   []string{"it gets worse"},
			Long: true,
		},
		{
			Name: "words of what is added are taken for those that went out",
			Edits: []Edit{
				{"workflows/higher.go", "l.missing.Remedy, l.missing.Words = true, true", "l.missing.Remedy = true"},
			},
			By:   []string{"it gets worse"},
			Long: true,
		},
		{
			Name: "a claim forgets the incident",
			Edits: []Edit{
				{"recovery/stack.go", "\t\tasked.Failure = incident\n\t\tif incident == \"\" {", "\t\tif asked.Failure == \"\" {"},
			},
			By: []string{"one incident"},
		},
		{
			Name: "a claim is held against what its own recovery gave",
			Edits: []Edit{
				{"internal/ledger/allow.go", "AND failure = $2 AND recovery <> $3 ORDER BY turn", "AND failure = $2 AND $3 <> '' ORDER BY turn"},
			},
			By:   []string{"it gets worse by the time"},
			Long: true,
		},
		{
			Name: "a budget lets everything pass",
			Edits: []Edit{
				{"internal/ledger/allow.go", "if err != nil || spent <= asked.Budget.Amount {", "if err != nil || spent > 0 {"},
			},
			By: []string{"budget, "},
		},
		{
			Name: "what is beyond a budget waits for a person for good",
			Edits: []Edit{
				{"workflows/limits.go", "Add(l.play.Budget.ApproveWithin.Std())", "Add(l.play.CloseAfter.Std())"},
			},
			By:   []string{"budget, "},
			Long: true,
		},
		{
			Name: "how often a customer was spoken to is not counted",
			Edits: []Edit{
				{"internal/ledger/allow.go", "return had >= int64(limit.Apologies), err", "return had > int64(limit.Apologies)+99, err"},
			},
			By:   []string{"the customer hears from us once"},
			Long: true,
		},
		{
			Name: "quiet hours are not kept",
			Edits: []Edit{
				{"recovery/quiet.go", "\tif ends.Equal(now) {\n\t\treturn time.Time{}", "\tif ends.Equal(now) || zone != \"\" {\n\t\treturn time.Time{}"},
			},
			By:   []string{"it is night where the customer is"},
			Long: true,
		},
	}
}
