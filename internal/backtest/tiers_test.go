package backtest

import (
	"strings"
	"testing"
	"time"

	"makegood/config"
)

// With top_up a higher tier that owes nothing more changes nothing: the recovery stays one
// of the tier that is owed.
func TestATierThatAddsNothingIsNotReached(t *testing.T) {
	lines := `{"id":"a","trigger":"late","experience":"e","observed_at":"2026-10-12T10:00:00Z","measures":{"m":20},"customer":{"id":"c"},"payment":{"payment_intent":"pi","customer":"cus","amount":4000,"currency":"eur"}}
{"id":"b","trigger":"late","experience":"e","observed_at":"2026-10-12T11:00:00Z","measures":{"m":45},"resolved":true,"customer":{"id":"c"},"payment":{"payment_intent":"pi","customer":"cus","amount":4000,"currency":"eur"}}
`
	for _, once := range []string{"experience", "incident"} {
		for paid, tier := range map[string]int{"4000": 0, "9000": 1} {
			play, err := config.ParsePlay("late.yaml", []byte("play: late\nversion: 1\ntrigger: late\nmeasure: m\ntop_up: true\nonce_per: "+once+
				"\ntiers: [{at_least: 20, remedy: {credit: {amount: 5.00 EUR}}}, {at_least: 40, remedy: {credit: {percent: 10}}}]"+foundWords))
			if err != nil {
				t.Fatal(err)
			}
			result, err := Run(t.Context(), Options{Inputs: []Input{input([]byte(strings.ReplaceAll(lines, "4000", paid)))}, Play: config.NewPlaybook(play), Now: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)})
			if err != nil {
				t.Fatal(err)
			}
			if tiers := result.Plays[0].Tiers; tiers[tier].Recoveries != 1 || tiers[1-tier].Recoveries != 0 {
				t.Errorf("once per %s, %s paid: %+v", once, paid, tiers)
			}
		}
	}
}
