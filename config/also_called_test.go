package config_test

import (
	"strings"
	"testing"

	"makegood/config"
)

// What people write for a field leads to it, also where that stands elsewhere.
func TestOtherNamesLeadToTheField(t *testing.T) {
	for change, want := range map[string]string{
		"hold: 10m > quiet_hours: {sms: \"21:00-08:00\"}":                 "quiet_hours: there is no such field; did you mean apology.quiet? there are about",
		"hold: 10m > fatigue: {apologies: 2, within: 30d}":                "fatigue: there is no such field; did you mean apology.at_most?",
		"hold: 10m > timezone: Europe/London":                             "timezone: there is no such field; did you mean clock.zone?",
		"hold: 10m > clock: {timezone: Europe/London}":                    "clock.timezone: there is no such field; did you mean zone?",
		"hold: 10m > cap: 5.00 EUR":                                       "cap: there is no such field; did you mean tiers[].remedy.refund.at_most?",
		"hold: 10m > exempt: [weather]":                                   "exempt: this is a list; name the attribute and its values, such as exempt: {cause: [weather]}",
		"hold: 10m > exempt: weather":                                     "exempt: this is a text; name the attribute",
		"receipt_within: 15m > quiet_hours: {sms: \"21:00-08:00\"}":       "apology.quiet_hours: there is no such field; did you mean quiet?",
		"receipt_within: 15m > fatigue: {apologies: 2, within: 30d}":      "apology.fatigue: there is no such field; did you mean at_most?",
		"{percent: 25} > {max_of: {percent: 25, amount: 5.00 EUR}}":       "refund.max_of: there is no such field; did you mean greater_of?",
		"{percent: 25} > {percent: 25, cap: 5.00 EUR}":                    "refund.cap: there is no such field; did you mean at_most?",
		"remedy: {refund: {percent: 25}} > refund: {percent: 25}":         "tiers[1].refund: there is no such field; did you mean remedy.refund?",
		"{percent: 25} > 5 EUR":                                           "refund: this is a text; write {amount: 5.00 EUR}",
		"{percent: 25} > 25%":                                             "refund: this is a text; write {percent: 25}",
		"{percent: 25} > 25":                                              "refund: this is a number; write {percent: 25}",
		"{percent: 25} > all of it":                                       "refund: this is a text; write {percent: 25} or {amount: 10.34 GBP}",
		"{percent: 25} > ~":                                               "refund: this is empty; write",
		"{coupon: {percent: 10, valid: 365d}} > {coupon: 10%}":            "coupon: this is a text; write {percent: 10}",
		"{coupon: {percent: 10, valid: 365d}} > {voucher: {percent: 10}}": "remedy.voucher: there is no such field; did you mean coupon?",
	} {
		old, text, _ := strings.Cut(change, " > ")
		_, err := config.ParsePlay("x.yaml", []byte(strings.Replace(sound, old, text, 1)))
		if err == nil || !strings.Contains(err.Error(), want) || strings.Count(err.Error(), "\n") > strings.Count(want, "remedy.refund?") {
			t.Errorf("%s:\n got %v\nwant %s", change, err, want)
		}
	}
}
