package workflows

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"makegood/recovery"
)

// plan is one sequence before it is played: all that is random is drawn here.
type plan struct {
	play    *recovery.Play
	manners map[string][]manner // of the steps of each kind, the first, the second, …
	survey  bool
	deaf    int // how often each notice is lost
	events  []event
	closing []string // what a person does at last, in this order: retry or resolve
}

var start = time.Date(2026, 11, 21, 18, 0, 0, 0, time.UTC)

func drawPlan(t *rapid.T) *plan {
	p := &plan{
		play:    drawPlay(t),
		manners: map[string][]manner{},
		survey:  rapid.IntRange(0, 2).Draw(t, "survey mail") == 2,
		deaf:    rapid.SampledFrom([]int{0, 0, 0, 1, 2}).Draw(t, "notices lost"),
	}
	for _, kind := range []string{"refund", "credit", "coupon", "sms", "email", "survey_mail"} {
		for nth := range rapid.IntRange(0, 3).Draw(t, kind+" by manner") {
			p.manners[kind] = append(p.manners[kind], drawManner(t, kind, nth+1))
		}
	}
	p.events = drawEvents(t, p.play)
	p.closing = rapid.SliceOfN(rapid.SampledFrom([]string{"resolve", "retry", "retry with another payment"}), 0, 3).Draw(t, "at last")
	return p
}

func (p *plan) mannerOf(kind string, nth int) manner {
	if nth > len(p.manners[kind]) {
		return manner{}
	}
	return p.manners[kind][nth-1]
}

// failsToRead says whether a read fails: whose that is, is chance.
func (p *plan) failsToRead() bool {
	for _, manners := range p.manners {
		if slices.ContainsFunc(manners, func(m manner) bool { return m.unread > 0 }) {
			return true
		}
	}
	return false
}

func minutes(n int) recovery.Duration { return recovery.Duration(time.Duration(n) * time.Minute) }

func drawPlay(t *rapid.T) *recovery.Play {
	play := flightPlay()
	play.Hold = minutes(rapid.SampledFrom([]int{0, 0, 3, 10}).Draw(t, "hold"))
	play.CloseAfter = minutes(rapid.SampledFrom([]int{120, 480}).Draw(t, "close after"))
	play.Grace = recovery.Duration(rapid.SampledFrom([]time.Duration{30 * time.Second, 2 * time.Minute}).Draw(t, "grace"))
	play.PersonWithin = minutes(rapid.SampledFrom([]int{24 * 60, 4 * 60}).Draw(t, "person within"))
	play.Surveys.Suppress = minutes(rapid.SampledFrom([]int{30, 90}).Draw(t, "suppress") * 24 * 60)
	play.Apology.ReceiptWithin = minutes(rapid.SampledFrom([]int{4, 8}).Draw(t, "receipt within"))
	play.Apology.Channels = rapid.SampledFrom([][]recovery.Channel{
		{recovery.SMS, recovery.Email}, {recovery.SMS}, {recovery.Email}, {recovery.Email, recovery.SMS},
	}).Draw(t, "channels")
	play.Tiers = nil
	for i := range rapid.IntRange(1, 2).Draw(t, "tiers") {
		play.Tiers = append(play.Tiers, drawTier(t, recovery.Threshold(60*(i+1))))
	}
	return play
}

func drawTier(t *rapid.T, from recovery.Threshold) recovery.Tier {
	credit, coupon := recovery.Way{Kind: recovery.KindCredit}, recovery.Way{Kind: recovery.KindCoupon, Valid: recovery.DefaultCouponValid}
	ten := &recovery.Money{Amount: 1000, Currency: "eur"}
	refund := recovery.Remedy{Refund: &recovery.Refund{Percent: 250_000}}
	tier := rapid.SampledFrom([]recovery.Tier{
		{Remedy: refund},
		{Remedy: recovery.Remedy{Refund: &recovery.Refund{Percent: 1_000_000}}},
		{Remedy: recovery.Remedy{Refund: &recovery.Refund{Amount: ten}}},
		{Remedy: refund, Else: []recovery.Way{credit}},
		{Remedy: refund, Else: []recovery.Way{coupon}},
		{Remedy: refund, Else: []recovery.Way{credit, coupon}},
		{Remedy: refund, Else: []recovery.Way{coupon, credit}},
		{Remedy: recovery.Remedy{Credit: &recovery.Credit{Percent: 200_000}}},
		{Remedy: recovery.Remedy{Credit: &recovery.Credit{Amount: ten}}, Else: []recovery.Way{coupon}},
		{Remedy: recovery.Remedy{Coupon: &recovery.Coupon{Percent: 100_000, Valid: recovery.DefaultCouponValid}}},
		{Remedy: recovery.Remedy{Coupon: &recovery.Coupon{Amount: ten, Valid: recovery.DefaultCouponValid}}},
	}).Draw(t, "tier")
	tier.AtLeast = from
	return tier
}

// String is the plan in words, before it is played.
func (p *plan) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "THE PLAY holds %s, closes after %s, words wait %s, receipts within %s by %v, a person within %s, surveys away %s.\n",
		p.play.Hold, p.play.CloseAfter, p.play.Grace, p.play.Apology.ReceiptWithin, p.play.Apology.Channels, p.play.PersonWithin, p.play.Surveys.Suppress)
	for i, tier := range p.play.Tiers {
		fmt.Fprintf(&b, "  from %s: %s, else %v\n", p.play.Label(i), p.play.Gives(i), tier.Else)
	}
	for _, kind := range []string{"refund", "credit", "coupon", "sms", "email", "survey_mail"} {
		for nth, manner := range p.manners[kind] {
			fmt.Fprintf(&b, "  %s: %s\n", stepName(kind, nth+1), manner)
		}
	}
	return b.String()
}
