package config_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"makegood/config"
)

// tierLines are the tiers of the sound play, and the line before them.
const tierLines = "close_after: 36h\ntiers:\n  - {at_least: 120, remedy: {coupon: {percent: 10, valid: 365d}}}\n  - {at_least: 180, remedy: {refund: {percent: 25}}}\n"

// What is wrong in one field hides nothing that is wrong in another, nor in another play.
func TestWhatIsWrongHidesNothing(t *testing.T) {
	const elsewhere = "close_after: 36h\ngrace: never\n"
	for name, c := range map[string]struct{ old, new, want string }{
		"growing, and settled at once": {
			"measure: delay_minutes\nhold: 10m\n" + tierLines,
			"measure: open\nclock: {days: working, for: 0d}\n" + elsewhere + "tiers: [{at_least: 26h, remedy: {refund: {amount: 5.00 EUR, per: 1d}}}]\n", "grows with every period",
		},
		"two currencies":     {tierLines, elsewhere + "tiers: [{at_least: 26, remedy: {refund: {amount: 5.00 EUR, at_most: 9.00 GBP}}}]\n", "counts in EUR and in GBP"},
		"no period is over":  {tierLines, elsewhere + "tiers: [{at_least: 26, remedy: {refund: {amount: 5.00 EUR, per: 60, counted: completed}}}]\n", "nothing is owed from 26 on"},
		"a budget":           {tierLines, elsewhere + "budget: {per_day: 5.00 GBP}\ntiers: [{at_least: 26, remedy: {refund: {amount: 5.00 EUR}}}]\n", "no money in this currency"},
		"words too long":     {sound, strings.Replace(strings.Replace(sound, "close_after: 36h\n", elsewhere, 1), "{{.Measure}} late", strings.Repeat("x", 1500), 1), "a text message has at most 1600"},
		"what adds nothing":  {"hold: 10m\nclose_after: 36h\n", elsewhere + "hold: soon\nsettle: resolved\ntop_up: true\n", "has nothing to add later"},
		"a clock, elsewhere": {"hold: 10m\nclose_after: 36h\n", elsewhere + "hold: soon\nclock: {days: working}\n", "only the measure open is taken by a clock"},
	} {
		text := strings.Replace(sound, c.old, c.new, 1)
		_, err := config.ParsePlay("x.yaml", []byte(text))
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), `"never" is not a duration`) {
			t.Errorf("%s: not all of it is said:\n%v", name, err)
		}
	}
	_, err := config.LoadPlaybookFS(fstest.MapFS{"a.yaml": file(sound), "b.yaml": file(strings.Replace(sound, "hold: 10m", "hold: soon", 1)), "c.yaml": file("{")})
	for _, want := range []string{"b.yaml:1:7: play: late-flight is taken", "b.yaml:4:10: trigger: flight.delayed is taken", `b.yaml:6:7: hold: "soon"`, "c.yaml:1:1"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing in\n%v", want, err)
		}
	}
}

// A field that was mistyped is not taken for one that was left out.
func TestAMistypedFieldMisleadsNobody(t *testing.T) {
	for name, change := range map[string][2]string{
		"settle": {"measure: delay_minutes\nhold: 10m\n" + tierLines, "measure: open\nsetle: resolved\ntiers: [{at_least: 26h, remedy: {refund: {amount: 5.00 EUR, per: 1d}}}]\n"},
		"amount": {"{refund: {percent: 25}}", "{refund: {amont: 5.00 EUR, per: 60}}"},
		"budget": {"hold: 10m", "budget: {per_dya: 5.00 EUR}"},
	} {
		_, err := config.ParsePlay("x.yaml", []byte(strings.Replace(sound, change[0], change[1], 1)))
		var all config.Errors
		if !errors.As(err, &all) || len(all) != 1 || all[0].Wrong != "there is no such field" {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := config.LoadPlaybookFS(fstest.MapFS{"a.yaml": file(sound), "b.yaml": file(strings.Replace(strings.Replace(sound, "hold: 10m", "whn: resolved", 1), "play: late", "play: later", 1))})
	var all config.Errors
	if !errors.As(err, &all) || len(all) != 1 || all[0].Field != "whn" {
		t.Errorf("a play whose when is mistyped: %v", err)
	}
}

// What stands behind an "or write" can be written.
func TestTheMendOfACouponCanBeFollowed(t *testing.T) {
	_, err := config.ParsePlay("x.yaml", []byte(strings.Replace(sound, "percent: 10,", "percent: 10, amount: 5.00 EUR,", 1)))
	if err == nil || !strings.HasSuffix(err.Error(), "this has both a percent and an amount; keep one of them") {
		t.Error(err)
	}
}

// A budget is held against what has an amount: coupons of money too, and no shares of a
// next purchase.
func TestTheBudgetOfCoupons(t *testing.T) {
	for remedy, refused := range map[string]bool{"{coupon: {amount: 5.00 EUR}}": true, "{coupon: {amount: 5.00 GBP}}": false, "{coupon: {percent: 5}}": false} {
		text := strings.Replace(sound, tierLines, "budget: {per_day: 50.00 GBP}\ntiers: [{at_least: 120, remedy: "+remedy+"}]\n", 1)
		if _, err := config.ParsePlay("x.yaml", []byte(text)); (err != nil) != refused {
			t.Errorf("%s: %v", remedy, err)
		}
	}
}
