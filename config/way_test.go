package config_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"makegood/config"
	"makegood/recovery"
)

// twentyFive is the remedy of the sound play's second tier, which the cases replace.
const twentyFive = "{refund: {percent: 25}}"

func withRemedy(written string) string {
	return strings.Replace(sound, twentyFive, written, 1)
}

// A tier's remedy may be a list: the first says how much, the others how else.
func TestParseWays(t *testing.T) {
	year, month := recovery.DefaultCouponValid, recovery.Duration(30*24*time.Hour)
	credit, coupon := recovery.Way{Kind: recovery.KindCredit}, recovery.Way{Kind: recovery.KindCoupon, Valid: year}
	for written, want := range map[string][]recovery.Way{
		twentyFive:                                               nil,
		"[" + twentyFive + "]":                                   nil,
		"[" + twentyFive + ", credit]":                           {credit},
		"[" + twentyFive + ", coupon]":                           {coupon},
		"[" + twentyFive + ", credit, coupon]":                   {credit, coupon},
		"[" + twentyFive + ", coupon, credit]":                   {coupon, credit},
		"[" + twentyFive + `, "credit"]`:                         {credit},
		"[" + twentyFive + ", {coupon: {valid: 30d}}]":           {{Kind: recovery.KindCoupon, Valid: month}},
		"[" + twentyFive + ", {coupon: {}}]":                     {coupon},
		"\n      - refund: {percent: 25}\n      - credit\n":      {credit},
		"[{credit: {percent: 25}}, coupon]":                      {coupon},
		"[{credit: {amount: 5.00 EUR}}, {coupon: {valid: 30d}}]": {{Kind: recovery.KindCoupon, Valid: month}},
		"[{coupon: {percent: 25}}]":                              nil,
	} {
		play := parsed(t, withRemedy(written))
		if diff := cmp.Diff(want, play.Tiers[1].Else); diff != "" {
			t.Errorf("%s: %s", written, diff)
		}
		if play.Tiers[1].Remedy.Kind() == "" || play.Tiers[0].Else != nil {
			t.Errorf("%s: %+v", written, play.Tiers)
		}
	}
}

func TestParseWaysRefuses(t *testing.T) {
	list := func(ways string) string { return "[" + twentyFive + ", " + ways + "]" }
	const right = "write credit, coupon, or coupon: {valid: 365d}"
	for _, c := range []refusal{
		{"no remedy at all", twentyFive, "[]", "10:29", "tiers[1].remedy", "this names no remedy", "coupon, credit, custom, refund"},
		{"a way for a remedy", twentyFive, "[credit]", "10:30", "tiers[1].remedy[0]", "this is a text", "write {credit: {percent: 25}}"},
		{"a refund as another way", twentyFive, list("refund"), "10:55", "tiers[1].remedy[1]", `"refund" is no other way`, right},
		{"another word", twentyFive, list("voucher"), "10:55", "tiers[1].remedy[1]", `"voucher" is no other way`, right},
		{"another word in capitals", twentyFive, list("Credit"), "10:55", "tiers[1].remedy[1]", `"Credit" is no other way`, right},
		{"a number", twentyFive, list("5"), "10:55", "tiers[1].remedy[1]", `"5" is no other way`, right},
		{"nothing", twentyFive, list("~"), "10:55", "tiers[1].remedy[1]", "this is empty", right},
		{"a list", twentyFive, list("[credit]"), "10:55", "tiers[1].remedy[1]", "this is a list", "name: value"},
		{"no field", twentyFive, list("{}"), "10:55", "tiers[1].remedy[1]", "this names no way", right},
		{"another field", twentyFive, list("{credit: {}}"), "10:56", "tiers[1].remedy[1].credit", "there is no such field", "there are coupon"},
		{"how much", twentyFive, list("{coupon: {percent: 5}}"), "10:65", "tiers[1].remedy[1].coupon.percent", "there is no such field", "there are valid"},
		{"valid for no time", twentyFive, list("{coupon: {valid: 0d}}"), "10:72", "tiers[1].remedy[1].coupon.valid", "this is no time at all", "above 0"},
		{"valid too long", twentyFive, list("{coupon: {valid: 1826d}}"), "10:72", "tiers[1].remedy[1].coupon.valid", "1826d is too long", "1825d"},
		{"a way twice", twentyFive, list("credit, credit"), "10:63", "tiers[1].remedy[2]", "credit stands in this list before", "name each way once"},
		{"a coupon twice", twentyFive, list("coupon, {coupon: {valid: 3d}}"), "10:63", "tiers[1].remedy[2]", "coupon stands in this list before", "name each way once"},
		{"the first once more", twentyFive, "[{credit: {percent: 5}}, credit]", "10:54", "tiers[1].remedy[1]", "credit stands in this list before", "name each way once"},
		{"after a coupon", twentyFive, "[{coupon: {percent: 5}}, credit]", "10:54", "tiers[1].remedy[1]", "a coupon never fails for lack of a payment, so no way follows it", "remove this, or begin with refund or credit"},
		{"the first is wrong", twentyFive, "[{refund: {percent: 0}}, credit]", "10:49", "tiers[1].remedy[0].refund.percent", "0% is not a share", "above 0"},
	} {
		t.Run(c.name, func(t *testing.T) { c.check(t) })
	}
}

func TestParseWaysRefusesEachOnce(t *testing.T) {
	_, err := config.ParsePlay("x.yaml", []byte(withRemedy("["+twentyFive+", {}, voucher, ~, refund]")))
	var all config.Errors
	if !errors.As(err, &all) || len(all) != 4 {
		t.Errorf("%v", err)
	}
}

// How long something may wait for a person is the play's to say, and two days where
// it is silent about it.
func TestParsePersonWithin(t *testing.T) {
	for written, want := range map[string]recovery.Duration{
		"":                    recovery.DefaultPersonWithin,
		"person_within: 4h\n": recovery.Duration(4 * time.Hour),
		"person_within: 3d\n": recovery.Duration(72 * time.Hour),
	} {
		if got := parsed(t, written+sound).PersonWithin; got != want {
			t.Errorf("%q: %s, want %s", written, got, want)
		}
	}
	for _, c := range []refusal{
		{"at once", "hold: 10m\n", "hold: 10m\nperson_within: 0s\n", "7:16", "person_within", "this is no time at all", "above 0"},
		{"before", "hold: 10m\n", "hold: 10m\nperson_within: -4h\n", "7:16", "person_within", `"-4h" is not a duration`, "90d"},
		{"some day", "hold: 10m\n", "hold: 10m\nperson_within: soon\n", "7:16", "person_within", `"soon" is not a duration`, "90d"},
		{"mistyped", "hold: 10m\n", "hold: 10m\nperson_witin: 4h\n", "7:1", "person_witin", "there is no such field", "did you mean person_within?"},
	} {
		t.Run(c.name, func(t *testing.T) { c.check(t) })
	}
}
