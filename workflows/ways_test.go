package workflows

import (
	"errors"
	"strings"
	"testing"
	"time"

	"makegood/recovery"
)

func eur(amount int64) recovery.Money { return recovery.Money{Amount: amount, Currency: "eur"} }

// withWays is the flight's play with other ways behind the refund.
func withWays(ways ...recovery.Way) *recovery.Play {
	play := flightPlay()
	play.Tiers[1].Else = ways
	return play
}

var (
	byCredit = recovery.Way{Kind: recovery.KindCredit}
	byCoupon = recovery.Way{Kind: recovery.KindCoupon, Valid: recovery.DefaultCouponValid}
)

func no(then recovery.Then) error {
	return refused(recovery.Refusal{Provider: "stripe", Code: "x", Then: then, Why: "It cannot be done."})
}

// 25% of 49.61 EUR is 12.41 EUR, whichever way it takes.
func TestWhatOneWayCannotGiveTheNextDoes(t *testing.T) {
	part := func(amount int64) func(int) (recovery.Receipt, error) {
		return func(int) (recovery.Receipt, error) {
			return recovery.Receipt{Provider: "stripe", ID: "re_1", Word: recovery.Arrived, Money: eur(amount)}, nil
		}
	}
	refusal := func(then recovery.Then) func(int) (recovery.Receipt, error) {
		return func(int) (recovery.Receipt, error) { return recovery.Receipt{}, no(then) }
	}
	failed := func(int) (recovery.Receipt, error) {
		return recovery.Receipt{Provider: "stripe", ID: "re_1", Word: recovery.Refused, Then: recovery.ThenNext, Why: "The card is gone.", Money: eur(1241)}, nil
	}
	tests := map[string]struct {
		ways            []recovery.Way
		refund, credit  func(int) (recovery.Receipt, error)
		credits         []int64
		coupons         []int64
		stage           recovery.Stage
		words, notWords string
	}{
		"refused, then credit":                      {[]recovery.Way{byCredit, byCoupon}, refusal(recovery.ThenNext), nil, []int64{1241}, nil, recovery.Delivered, "credited 12.41 EUR", "refund"},
		"failed, then credit":                       {[]recovery.Way{byCredit}, failed, nil, []int64{1241}, nil, recovery.Delivered, "credited 12.41 EUR", "refunded"},
		"refused twice, then a coupon":              {[]recovery.Way{byCredit, byCoupon}, refusal(recovery.ThenNext), refusal(recovery.ThenNext), []int64{1241}, []int64{1241}, recovery.Delivered, "takes 12.41 EUR off", "credit"},
		"a part, the rest as credit":                {[]recovery.Way{byCredit}, part(500), nil, []int64{741}, nil, recovery.Delivered, "refunded 5.00 EUR", ""},
		"a part, the rest as a coupon":              {[]recovery.Way{byCoupon}, part(500), nil, nil, []int64{741}, recovery.Delivered, "takes 7.41 EUR off", ""},
		"a part, and no other way":                  {nil, part(500), nil, nil, nil, recovery.NeedsPerson, "", ""},
		"refused, and no other way":                 {nil, refusal(recovery.ThenNext), nil, nil, nil, recovery.NeedsPerson, "", ""},
		"refused for a person, whatever ways":       {[]recovery.Way{byCredit, byCoupon}, refusal(recovery.ThenPerson), nil, nil, nil, recovery.NeedsPerson, "", ""},
		"more than is owed is no way, but a person": {[]recovery.Way{byCredit}, part(1242), nil, nil, nil, recovery.NeedsPerson, "", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, withWays(test.ways...))
			s.onRefund = test.refund
			if test.credit != nil {
				s.onCredit = test.credit
			}
			s.see(0, s.flight("ops-1", 0, 192))
			var between recovery.State
			s.RegisterDelayedCallback(func() { between = s.state() }, 5*time.Hour)
			s.ask(6*time.Hour, UpdateResolve, Resolve{Who: "sam", Why: "by bank", Proof: "b-1"})
			s.run()
			if between.Stage == "" {
				between = s.state()
			}
			if between.Stage != test.stage {
				t.Fatalf("it is %s: %s", between.Stage, between.Why)
			}
			var credits, coupons []int64
			for _, order := range s.credits {
				credits = append(credits, order.Money.Amount)
			}
			for _, order := range s.coupons {
				coupons = append(coupons, order.Money.Amount)
			}
			if !equal(credits, test.credits) || !equal(coupons, test.coupons) || len(s.refunds) != 1 {
				t.Errorf("%d refunds, credits of %v, coupons of %v", len(s.refunds), credits, coupons)
			}
			if len(s.texts) != 1 || !strings.Contains(s.texts[0].Body, test.words) || test.notWords != "" && strings.Contains(s.texts[0].Body, test.notWords) {
				t.Errorf("the words: %+v", s.texts)
			}
		})
	}
}

func equal(a, b []int64) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// A refund that fails while the recovery waits, after the words said it was there.
func TestARefundThatFailsAfterTheWordsIsGivenAnotherWay(t *testing.T) {
	for name, test := range map[string]struct {
		ways    []recovery.Way
		credits int
		stage   recovery.Stage
	}{
		"credit needs no words":             {[]recovery.Way{byCredit}, 1, recovery.Delivered},
		"a coupon would need them":          {[]recovery.Way{byCoupon}, 0, recovery.NeedsPerson},
		"the play has no other way than it": {nil, 0, recovery.NeedsPerson},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStage(t, withWays(test.ways...))
			s.onText = func(int) (recovery.Receipt, error) {
				return recovery.Receipt{Provider: "twilio", ID: "SM1", Status: "sent", Word: recovery.Pending, At: s.Now()}, nil
			}
			failed := false
			s.onReceipt = func(order receiptOrder) (recovery.Receipt, error) {
				switch {
				case order.Step.Name == "refund":
					failed = true
					return recovery.Receipt{Provider: "stripe", ID: "re_1", Word: recovery.Refused, Then: recovery.ThenNext, Why: "The card is gone.", Money: eur(1241)}, nil
				case !failed:
					return recovery.Receipt{}, errors.New("not final yet")
				}
				return recovery.Receipt{Provider: "twilio", ID: "SM1", Word: recovery.Arrived, At: s.Now()}, nil
			}
			s.see(0, s.flight("ops-1", 0, 192))
			s.call(12*time.Minute, "refund", "stripe", "re_1")
			s.ask(6*time.Hour, UpdateResolve, Resolve{Who: "sam", Why: "by bank", Proof: "b-1"})
			var between recovery.State
			s.RegisterDelayedCallback(func() { between = s.state() }, 5*time.Hour)
			s.run()
			if between.Stage == "" {
				between = s.state()
			}
			if between.Stage != test.stage || len(s.credits) != test.credits || len(s.texts) != 1 || len(s.mails) != 0 || len(s.coupons) != 0 {
				t.Errorf("%s: %s; %d credits, %d coupons, %d texts, %d mails", between.Stage, between.Why, len(s.credits), len(s.coupons), len(s.texts), len(s.mails))
			}
		})
	}
}
