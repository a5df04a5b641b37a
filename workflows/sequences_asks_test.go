package workflows

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"makegood/recovery"
)

func drawComplaint(t *rapid.T, at time.Duration) event {
	lag := rapid.SampledFrom([]time.Duration{0, time.Minute, time.Hour, 24 * time.Hour, -3 * time.Minute}).Draw(t, "complained before")
	c := &recovery.Complaint{
		ID: "call-" + lag.String(), Trigger: "flight.delayed", Experience: "LO391-2026-11-21",
		ComplainedAt: start.Add(at - lag), Channel: "phone", Customer: recovery.Complains{ID: "c-1042"},
	}
	return event{signal: SignalComplain, tells: *c, complaint: c, said: "complained at " + clock(c.ComplainedAt) + " (" + c.ID + ")"}
}

// drawCall is a provider that calls in about a step.
func drawCall(t *rapid.T) event {
	step := rapid.SampledFrom([]string{"refund", "refund", "refund", "refund", "sms", "sms", "email", "email", "refund:2", "credit", "coupon", "sms:2", "email:2", "by_hand", "parcel"}).Draw(t, "about")
	receipt := recovery.Receipt{Step: step, Provider: "stripe", ID: idOf(step), Word: recovery.Arrived}
	if rapid.IntRange(0, 3).Draw(t, "wrong id") == 3 {
		receipt.ID = "wrong"
	}
	return event{signal: SignalReceipt, tells: receipt, said: "called about " + step + " " + receipt.ID}
}

func drawConfirmOrDismiss(t *rapid.T, play *recovery.Play) event {
	who := rapid.SampledFrom([]string{"sam", "sam", "sam", ""}).Draw(t, "who")
	if rapid.Bool().Draw(t, "dismiss") {
		return event{update: UpdateDismiss, said: fmt.Sprintf("dismiss by %q", who), asks: Dismiss{Who: who, Why: "a drill"}, sound: who != ""}
	}
	tier := rapid.SampledFrom([]string{"", play.Label(len(play.Tiers) - 1), "999"}).Draw(t, "tier")
	return event{
		update: UpdateConfirm, said: fmt.Sprintf("confirm of tier %q by %q", tier, who),
		asks: Confirm{Who: who, Why: "missed a wedding", Tier: TierName(tier)}, sound: who != "" && tier != "999",
	}
}

func drawRetry(t *rapid.T) event {
	retry := Retry{Who: rapid.SampledFrom([]string{"lee", "lee", "lee", ""}).Draw(t, "who"), Why: "looked into it"}
	e := event{update: UpdateRetry}
	switch rapid.IntRange(0, 5).Draw(t, "corrects") {
	case 1:
		retry.Phone = "+12025550188"
		e.corrects = []recovery.Channel{recovery.SMS}
	case 2:
		retry.Email = "ada@example.net"
		e.corrects = []recovery.Channel{recovery.Email}
	case 3, 4:
		retry.Payment = drawPayment(t)
	case 5:
		retry.Phone = "12"
	}
	e.asks, e.payment, e.sound = retry, retry.Payment, retry.Who != "" && retry.Phone != "12"
	e.said = fmt.Sprintf("retry by %q with phone %q, email %q, payment %s", retry.Who, retry.Phone, retry.Email, paid(retry.Payment))
	return e
}

// drawNonsense is what cannot be used: a person is to see it.
func drawNonsense(t *rapid.T) event {
	foreign := recovery.Complaint{ID: "call-9", Trigger: "flight.delayed", Experience: "LO392", ComplainedAt: start, Customer: recovery.Complains{ID: "c-1042"}}
	return rapid.SampledFrom([]event{
		{said: "someone asks to cancel the workflow", cancel: true, nonsense: true},
		{said: "an observation of nonsense", signal: SignalObserve, tells: "nonsense", nonsense: true},
		{said: "a receipt of nonsense", signal: SignalReceipt, tells: 12, nonsense: true},
		{said: "a complaint about another experience", signal: SignalComplain, tells: foreign, nonsense: true},
	}).Draw(t, "nonsense")
}
