package backtest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"makegood/config"
	"makegood/recovery"
)

const foundWords = `
apology: {channels: [sms], text: {en: "{{.Remedy}}"}}
`

// What backtests once got wrong: what several recoveries of one incident add, and causes
// under more than one attribute beside each other.
func TestFoundByTrying(t *testing.T) {
	line := func(id, trigger, customer string, minute int, m float64, attributes string) string {
		return fmt.Sprintf(`{"id":%q,"trigger":%q,"experience":"e-%s","incident":"storm","observed_at":"2026-01-05T10:%02d:00Z","measures":{"m":%v},"resolved":%v,"attributes":{%s},"customer":{"id":%q},"payment":{"payment_intent":"pi_1","customer":"cus_1","amount":10000,"currency":"eur"}}`+"\n",
			id, trigger, trigger, minute, m, m != 1.5, attributes, customer)
	}
	small := "play: small\nversion: 1\ntrigger: t.small\nmeasure: m\nonce_per: incident\ntiers: [{at_least: 1, remedy: {credit: {amount: 4.00 EUR}}}]" + foundWords
	grows := "play: grows\nversion: 1\ntrigger: t.grows\nmeasure: m\nonce_per: incident\ntop_up: true\ntiers: [{at_least: 1, remedy: {credit: {amount: 6.00 EUR}}}, {at_least: 2, remedy: {credit: {amount: 24.00 EUR}}}]" + foundWords
	share := strings.ReplaceAll(strings.ReplaceAll(small, "small", "share"), "credit: {amount: 4.00 EUR}", "refund: {percent: 100}")
	low := strings.NewReplacer("grows", "low", "6.00", "3.00", "24.00", "7.00").Replace(grows)
	exempts := "play: exempts\nversion: 1\ntrigger: t.exempts\nmeasure: m\nexempt: {cause: [rain], who: [us]}\ntiers: [{at_least: 1, remedy: {credit: {amount: 10.00 EUR}}}]" + foundWords
	tests := map[string]struct {
		plays []string
		lines []string
		gives int64
		of    int // recoveries
	}{
		"a tier is added to what another gave of it": {
			[]string{small, grows},
			[]string{line("1", "t.small", "c-1", 0, 1, ""), line("2", "t.grows", "c-1", 1, 1.5, ""), line("3", "t.grows", "c-1", 2, 2, "")},
			2400, 2,
		},
		"a tier is owed though another gave as much as the tier below": {
			[]string{strings.ReplaceAll(small, "4.00", "9.00"), grows},
			[]string{line("1", "t.small", "c-1", 0, 1, ""), line("2", "t.grows", "c-1", 1, 1.5, ""), line("3", "t.grows", "c-1", 2, 2, "")},
			2400, 2,
		},
		"a share of an unknown payment is no less than what was given": {
			[]string{small, share},
			[]string{line("1", "t.small", "c-1", 0, 1, ""), strings.Replace(line("2", "t.share", "c-1", 1, 1, ""), `,"payment":{"payment_intent":"pi_1","customer":"cus_1","amount":10000,"currency":"eur"}`, "", 1)},
			400, 2,
		},
		"another covers the lower tier, and not the higher one": {
			[]string{small, low},
			[]string{line("1", "t.small", "c-1", 0, 1, ""), line("2", "t.low", "c-1", 1, 1.5, ""), line("3", "t.low", "c-1", 2, 2, "")},
			700, 2,
		},
		"the incident is named with the second report": {
			[]string{grows, share},
			[]string{
				strings.Replace(line("1", "t.grows", "c-1", 0, 1.5, ""), `"incident":"storm",`, "", 1), line("2", "t.grows", "c-1", 1, 2, ""),
				line("3", "t.share", "c-1", 2, 1, ""),
			},
			10000, 2,
		},
		"one attribute exempts, whatever others say of the other": {
			[]string{exempts},
			[]string{
				line("1", "t.exempts", "c-9", 0, 1, `"who":"them"`), line("2", "t.exempts", "c-8", 0, 1, `"cause":"sun"`),
				strings.Replace(line("3", "t.exempts", "c-1", 0, 1, `"cause":"rain"`), `"resolved":true`, `"resolved":false`, 1), line("4", "t.exempts", "c-1", 1, 1, `"who":"them"`),
			},
			2000, 2,
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			var plays []*recovery.Play
			for _, text := range test.plays {
				play, err := config.ParsePlay("play.yaml", []byte(text))
				if err != nil {
					t.Fatal(err)
				}
				plays = append(plays, play)
			}
			options := Options{Inputs: []Input{input([]byte(strings.Join(test.lines, "")))}, Play: config.NewPlaybook(plays...), Now: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)}
			result, err := Run(t.Context(), options)
			if err != nil || result.Read.Unusable > 0 {
				t.Fatalf("%v, %+v", err, result.Read)
			}
			gives, of := int64(0), 0
			for _, play := range result.Plays {
				of += int(play.Recoveries)
				gives += play.Cost["eur"]
			}
			if gives != test.gives || of != test.of {
				t.Errorf("%d recoveries give %d; %d give %d", of, gives, test.of, test.gives)
			}
		})
	}
}

// What a budget holds of one recovery twice, as it gets worse, is one recovery that waits.
func TestABudgetHoldsARecoveryOnce(t *testing.T) {
	line := func(n int, m float64) string {
		return fmt.Sprintf(`{"id":"o%d","trigger":"t.a","experience":"e","incident":"storm","observed_at":"2026-01-05T1%d:00:00Z","measures":{"m":%v},"resolved":%v,"customer":{"id":"c"},"payment":{"payment_intent":"pi","customer":"cus","amount":10000,"currency":"eur"}}`+"\n", n, n, m, m == 2)
	}
	for _, once := range []string{"", "once_per: incident\n"} {
		play, err := config.ParsePlay("a.yaml", []byte("play: a\nversion: 1\ntrigger: t.a\nmeasure: m\ntop_up: true\nbudget: {per_day: 5.00 EUR}\n"+once+
			"tiers: [{at_least: 1, remedy: {credit: {amount: 6.00 EUR}}}, {at_least: 2, remedy: {credit: {amount: 16.00 EUR}}}]"+foundWords))
		if err != nil {
			t.Fatal(err)
		}
		result, err := Run(t.Context(), Options{Inputs: []Input{input([]byte(line(1, 1) + line(2, 2)))}, Play: config.NewPlaybook(play), Now: time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			t.Fatal(err)
		}
		if budget := result.Plays[0].Budget; budget.Recoveries != 1 || budget.Money["eur"] != 1600 {
			t.Errorf("%q: %+v", once, budget)
		}
	}
}
