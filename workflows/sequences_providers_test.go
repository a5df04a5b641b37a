package workflows

import (
	"context"
	"fmt"
	"time"

	"go.temporal.io/sdk/activity"

	"makegood/activities"
	"makegood/recovery"
)

// move is the truth about one step at its provider.
type move struct {
	manner
	step  string
	first time.Time // when it was first asked for
	taken time.Time // when the provider took it, where it did
	asked recovery.Money
	given recovery.Money
	order any
	reads int
}

// word is what has become of a step by now.
func (m *move) word(now time.Time) recovery.Word {
	final := m.taken.Add(m.pending)
	switch {
	case now.Before(final):
		return recovery.Pending
	case m.fails, m.back > 0 && !now.Before(final.Add(m.back)):
		return recovery.Refused
	}
	return recovery.Arrived
}

// answers says whether the provider answers by now.
func (m *move) answers(now time.Time) bool { return !now.Before(m.first.Add(m.away)) }

func (m *move) take(now time.Time) {
	if m.outright || !m.taken.IsZero() {
		return
	}
	m.taken, m.given = now, m.asked
	if m.share > 0 {
		m.given.Amount = m.asked.Amount * m.share / 100
	}
	if m.dollars {
		m.given.Currency = "usd"
	}
}

// receipt is what the provider says of the step now.
func (m *move) receipt(now time.Time, provider string) recovery.Receipt {
	r := recovery.Receipt{Step: m.step, Provider: provider, ID: idOf(m.step), Status: "done", Word: m.word(now), Money: m.given, At: now}
	switch r.Word {
	case recovery.Pending:
		r.At = m.taken
	case recovery.Refused:
		r.Then, r.Why, r.Code = m.then, "it came back", "lost"
	}
	return r
}

// order is how every provider takes every order.
func (w *world) ordered(ctx context.Context, provider string, step activities.Step, money recovery.Money, order any, said string) (recovery.Receipt, error) {
	now := w.Now().UTC()
	m := w.moveOf(step.Name, now, money, order)
	w.add(happening{what: ordered, step: step.Name, order: order, money: money, fresh: activity.GetInfo(ctx).Attempt == 1, said: "ordered " + step.Name + ": " + said})
	if m.lost {
		m.take(now)
	}
	if left := m.first.Add(m.away).Sub(now); !m.answers(now) {
		w.add(happening{what: unknown, step: step.Name, said: "  no answer about " + step.Name})
		return recovery.Receipt{}, later(max(min(left, time.Minute), time.Second))
	}
	if m.take(now); m.outright {
		refusal := recovery.Refusal{Provider: provider, Code: "no", Then: m.then, Why: "it is refused"}
		w.add(happening{what: told, step: step.Name, receipt: recovery.Receipt{Step: step.Name, Word: recovery.Refused, Then: m.then}, said: fmt.Sprintf("  %s is refused outright, then %s", step.Name, m.then)})
		return recovery.Receipt{}, refused(refusal)
	}
	return w.answer(m, now, provider), nil
}

func (w *world) moveOf(step string, now time.Time, money recovery.Money, order any) *move {
	w.mu.Lock()
	defer w.mu.Unlock()
	m := w.moves[step]
	if m == nil {
		kind, nth, ok := stepNamed(step)
		if !ok {
			kind, nth = kindOf(step), 1
		}
		m = &move{manner: w.plan.mannerOf(kind, nth), step: step, first: now, asked: money, order: order}
		w.moves[step] = m
	}
	return m
}

func (w *world) answer(m *move, now time.Time, provider string) recovery.Receipt {
	receipt := m.receipt(now, provider)
	w.add(happening{what: told, step: m.step, receipt: receipt, said: fmt.Sprintf("  %s is %s%s", m.step, receipt.Word, named(receipt))})
	return receipt
}

func named(r recovery.Receipt) string {
	said := ""
	if r.Money.Amount > 0 {
		said = ": " + r.Money.String()
	}
	if r.Then != "" {
		said += ", then " + string(r.Then)
	}
	return said
}

func (w *world) refund(ctx context.Context, o activities.RefundOrder) (recovery.Receipt, error) {
	return w.ordered(ctx, "stripe", o.Step, o.Money, o, o.Money.String()+" of "+paid(&o.Payment))
}

func (w *world) credit(ctx context.Context, o activities.CreditOrder) (recovery.Receipt, error) {
	return w.ordered(ctx, "stripe", o.Step, o.Money, o, o.Money.String()+" to "+o.Customer)
}

func (w *world) coupon(ctx context.Context, o activities.CouponOrder) (recovery.Receipt, error) {
	return w.ordered(ctx, "stripe", o.Step, o.Money, o, fmt.Sprintf("%s%% or %s, code %s", o.Percent, o.Money, o.Code))
}

func (w *world) text(ctx context.Context, o activities.SMSOrder) (recovery.Receipt, error) {
	return w.ordered(ctx, "twilio", o.Step, recovery.Money{}, o, "to "+o.To+": "+o.Body)
}

func (w *world) mail(ctx context.Context, o activities.EmailOrder) (recovery.Receipt, error) {
	return w.ordered(ctx, "sendgrid", o.Step, recovery.Money{}, o, "to "+o.To+": "+o.Text)
}

func (w *world) surveyMail(ctx context.Context, o activities.SurveyMailOrder) (recovery.Receipt, error) {
	return w.ordered(ctx, "sendgrid", o.Step, recovery.Money{}, o, "for "+o.Email)
}

// read answers when the word on a step is final.
func (w *world) read(ctx context.Context, o activities.ReceiptOrder) (recovery.Receipt, error) {
	now := w.Now().UTC()
	w.mu.Lock()
	m := w.moves[o.Step.Name]
	w.mu.Unlock()
	if m == nil || m.taken.IsZero() || o.ID != idOf(o.Step.Name) {
		w.wrong = "it asked what became of " + o.Step.Name + " under the id " + o.ID
		return recovery.Receipt{}, later(time.Hour)
	}
	if m.reads++; m.reads <= m.unread {
		w.add(happening{what: unknown, step: m.step, said: "  " + m.step + " cannot be read back"})
		return recovery.Receipt{}, refused(recovery.Refusal{Provider: "stripe", Code: "no", Then: recovery.ThenPerson, Why: "it cannot be read"})
	}
	if m.word(now) != recovery.Pending {
		return w.answer(m, now, o.Provider), nil
	}
	left := m.taken.Add(m.pending).Sub(now)
	if isWords(m.step) && activity.GetInfo(ctx).Attempt < 9 { // the stage tries ten times at the most
		left = min(left, w.play.Apology.ReceiptWithin.Std()/4)
	}
	return recovery.Receipt{}, later(max(left, time.Second))
}

func (w *world) lastLookAtText(_ context.Context, o activities.SMSOrder) (recovery.Receipt, error) {
	return w.lastLook(o.Step, "twilio"), nil
}

func (w *world) lastLookAtMail(_ context.Context, o activities.EmailOrder) (recovery.Receipt, error) {
	return w.lastLook(o.Step, "sendgrid"), nil
}

// lastLook says what has become of the words, as far as the provider answers by now.
func (w *world) lastLook(step activities.Step, provider string) recovery.Receipt {
	now := w.Now().UTC()
	w.mu.Lock()
	m := w.moves[step.Name]
	w.mu.Unlock()
	if m == nil || m.taken.IsZero() || !m.answers(now) {
		w.add(happening{what: unknown, step: step.Name, said: "  a last look at " + step.Name + " finds out nothing"})
		return recovery.Receipt{Step: step.Name, Word: recovery.Pending}
	}
	return w.answer(m, now, provider)
}

func (w *world) tellTeam(ctx context.Context, notice activities.Notice) error {
	attempt := int(activity.GetInfo(ctx).Attempt)
	if attempt == 1 {
		w.add(happening{what: noticed, state: notice.State, fresh: !notice.Overdue, said: fmt.Sprintf("the team is told (overdue %t), see to it by %s: %s", notice.Overdue, clock(notice.State.AttendBy), notice.State.Why)})
	}
	if attempt <= w.plan.deaf {
		return later(time.Minute)
	}
	return nil
}
