package config_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"reflect"
	"strings"
	"testing"

	"makegood/config"
	"makegood/recovery"
)

// FuzzParsePlay holds that whatever is in a file, it is either refused with a
// place and a reason, or a play that can be carried out.
func FuzzParsePlay(f *testing.F) {
	f.Add([]byte(sound))
	for _, group := range [][]refusal{fieldRefusals, tierRefusals, remedyRefusals, timeRefusals, wordRefusals, yamlRefusals} {
		for _, c := range group {
			if len(c.new) < 1000 {
				f.Add([]byte(strings.Replace(sound, c.old, c.new, 1)))
			}
		}
	}
	for _, group := range languageRefusals {
		for _, c := range group {
			if len(c.new) < 1000 {
				f.Add([]byte(strings.Replace(sound, c.old, c.new, 1)))
			}
		}
	}
	f.Add([]byte(fullest))
	files, _ := fs.Glob(config.Shipped(), "*.yaml")
	for _, name := range files {
		data, err := fs.ReadFile(config.Shipped(), name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		play, err := config.ParsePlay("x.yaml", data)
		if err != nil {
			checkErrors(t, play, err)
			return
		}
		checkPlay(t, play)
	})
}

func checkErrors(t *testing.T, play *recovery.Play, err error) {
	var all config.Errors
	if play != nil || !errors.As(err, &all) || len(all) == 0 {
		t.Fatalf("%v, %v", play, err)
	}
	for _, e := range all {
		if e.File != "x.yaml" || e.Wrong == "" || e.Right == "" || e.Line < 0 || (e.Line == 0) != (e.Column == 0) {
			t.Errorf("%+v", e)
		}
	}
}

func checkPlay(t *testing.T, play *recovery.Play) {
	if play.Name == "" || play.Version < 1 || play.Trigger == "" || play.Measure == "" || len(play.Tiers) == 0 || len(play.Apology.Channels) == 0 || len(play.Apology.Text) == 0 {
		t.Fatalf("a part is missing: %+v", play)
	}
	if play.Surveys.Suppress <= 0 || play.CloseAfter <= 0 || play.Hold < 0 || play.Grace < 0 || play.Apology.ReceiptWithin <= 0 || play.Hold > play.CloseAfter {
		t.Errorf("a time cannot be: %+v", play)
	}
	checkOwed(t, play)
	for i, tier := range play.Tiers {
		if i > 0 && tier.AtLeast <= play.Tiers[i-1].AtLeast {
			t.Errorf("tier %d does not ascend", i)
		}
		if tier.Remedy.Kind() == "" {
			t.Errorf("tier %d owes nothing", i)
		}
	}
	for locale := range play.Apology.Text {
		message, err := play.Longest(locale)
		if err != nil || message.Text == "" || message.Locale != locale {
			t.Errorf("in %s: %+v, %v", locale, message, err)
		}
	}
	data, err := json.Marshal(play)
	if err != nil {
		t.Fatal(err)
	}
	again := new(recovery.Play)
	if err := json.Unmarshal(data, again); err != nil || !reflect.DeepEqual(play, again) {
		t.Errorf("JSON changes it (%v): %s", err, data)
	}
}

// checkOwed holds that a tier that is just met owes something, where what was paid is
// known, is in the play's money and is enough.
func checkOwed(t *testing.T, play *recovery.Play) {
	for i, tier := range play.Tiers {
		payment := &recovery.Payment{PaymentIntent: "pi_1", Customer: "cus_1", Amount: 100_000, Currency: "eur"}
		debt, err := play.Owes(i, recovery.Case{Payment: payment, Value: float64(tier.AtLeast)})
		switch kind := tier.Remedy.Kind(); {
		case kind == recovery.KindCoupon || kind == recovery.KindCustom:
			if err != nil {
				t.Errorf("tier %d: %v", i, err)
			}
		case err == nil && (debt.Money.Amount <= 0 || !debt.Money.Currency.Known()):
			t.Errorf("tier %d owes %s", i, debt.Money)
		case err == nil && kind == recovery.KindRefund && debt.Money.Amount > payment.Amount:
			t.Errorf("tier %d gives back %s of %s", i, debt.Money, payment.Money())
		}
	}
}
