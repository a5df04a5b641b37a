package config_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"makegood/recovery"
)

// changed is the sound play with some of its lines replaced: pairs of old and new.
func changed(t *testing.T, pairs ...string) string {
	t.Helper()
	text := sound
	for i := 0; i < len(pairs); i += 2 {
		if strings.Count(text, pairs[i]) != 1 {
			t.Fatalf("%q does not stand once in the play", pairs[i])
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return text
}

func money(t *testing.T, written string) recovery.Money {
	t.Helper()
	m, err := recovery.ParseMoney(written)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// openTiers turns the sound play into one that counts the time since it occurred.
const (
	soundTiers = "  - {at_least: 120, remedy: {coupon: {percent: 10, valid: 365d}}}\n  - {at_least: 180, remedy: {refund: {percent: 25}}}\n"
	soundHold  = "measure: delay_minutes\nhold: 10m\nclose_after: 36h\n"
)

func TestParseTheLanguage(t *testing.T) {
	const hour, days = recovery.Duration(time.Hour), recovery.Duration(24 * time.Hour)
	open := func(tier, rest string) []string {
		return []string{soundHold, "measure: open\nclose_after: 60d\n" + rest, soundTiers, "  - " + tier + "\n"}
	}
	for name, c := range map[string]struct {
		with []string
		want func(*recovery.Play)
	}{
		"source and date": {
			[]string{"about: A flight lands late.", "about: A flight lands late.\nsource: \"EU261, Art. 7\"\nas_of: 2026-04-01"},
			func(p *recovery.Play) { p.Source, p.AsOf = "EU261, Art. 7", "2026-04-01" },
		},
		"when": {
			[]string{"trigger: flight.delayed", "trigger: flight.delayed\nwhen: attributes.ticket == \"single\" && customer.segment != \"staff\""},
			func(p *recovery.Play) { p.When = `attributes.ticket == "single" && customer.segment != "staff"` },
		},
		"settle": {
			[]string{"hold: 10m\n", "settle: resolved\n"},
			func(p *recovery.Play) { p.Settle, p.Hold = recovery.SettleResolved, 0 },
		},
		"settle, as it is anyway": {
			[]string{"hold: 10m\n", "hold: 10m\nsettle: reached\n"},
			func(p *recovery.Play) { p.Settle = recovery.SettleReached },
		},
		"top_up and once_per": {
			[]string{"hold: 10m\n", "hold: 10m\ntop_up: true\nonce_per: incident\n"},
			func(p *recovery.Play) { p.TopUp, p.OncePer = true, recovery.OncePerIncident },
		},
		"exempt": {
			[]string{"hold: 10m\n", "hold: 10m\nexempt: {cause: [weather, \" strike \"], code: [41, true]}\n"},
			func(p *recovery.Play) {
				p.Exempt = recovery.Exempt{"cause": {"weather", "strike"}, "code": {"41", "true"}}
			},
		},
		"a zone alone": {
			[]string{"hold: 10m\n", "hold: 10m\nclock: {zone: Europe/London, days: calendar, starts: at_once}\n"},
			func(p *recovery.Play) {
				p.Clock = recovery.Clock{Zone: "Europe/London", Days: recovery.CalendarDays, Starts: recovery.StartsAtOnce}
			},
		},
		"working days": {
			open("{at_least: 2d, remedy: {refund: {percent: 25}}}", "clock: {zone: Europe/Berlin, days: working, for: 2d, starts: next_day, holidays: [2026-12-25, 2027-01-01]}\n"),
			func(p *recovery.Play) {
				p.Clock = recovery.Clock{Zone: "Europe/Berlin", Days: recovery.WorkingDays, For: 2 * days, Starts: recovery.StartsNextDay, Holidays: []recovery.Date{"2026-12-25", "2027-01-01"}}
				p.Tiers = []recovery.Tier{{AtLeast: 2 * 86400, Remedy: recovery.Remedy{Refund: &recovery.Refund{Percent: percent(t, "25")}}}}
			},
		},
		"a table by date, for every day": {
			open(`{at_least: 2d, remedy: {credit: {amount: [{valid_from: 2025-04-01, amount: 10.03 GBP}, {valid_from: 2026-04-01, amount: 10.34 GBP}], per: 1d, after: 2d, until: 60d, at_most: 200.00 GBP}}}`, "settle: resolved\n"),
			func(p *recovery.Play) {
				most := money(t, "200.00 GBP")
				p.Settle = recovery.SettleResolved
				p.Tiers = []recovery.Tier{{AtLeast: 2 * 86400, Remedy: recovery.Remedy{Credit: &recovery.Credit{
					Dated: []recovery.DatedMoney{{From: "2025-04-01", Money: money(t, "10.03 GBP")}, {From: "2026-04-01", Money: money(t, "10.34 GBP")}},
					Per:   86400, After: 2 * 86400, Until: 60 * 86400, AtMost: &most,
				}}}}
			},
		},
		"a sum of the greater of": {
			open(`{at_least: 2d, remedy: {credit: {sum: [{greater_of: {amount: 5.00 EUR, percent: 10}, per: 1d, after: 2d, until: 4d}, {greater_of: {amount: 10.00 EUR, percent: 20}, per: 1d, after: 4d, counted: completed}]}}}`, "settle: resolved\n"),
			func(p *recovery.Play) {
				five, ten := money(t, "5.00 EUR"), money(t, "10.00 EUR")
				p.Settle = recovery.SettleResolved
				p.Tiers = []recovery.Tier{{AtLeast: 2 * 86400, Remedy: recovery.Remedy{Credit: &recovery.Credit{Sum: []recovery.Amount{
					{Amount: &five, Percent: percent(t, "10"), Per: 86400, After: 2 * 86400, Until: 4 * 86400},
					{Amount: &ten, Percent: percent(t, "20"), Per: 86400, After: 4 * 86400, Completed: true},
				}}}}}
			},
		},
		"periods of a number": {
			[]string{"{refund: {percent: 25}}", "{refund: {amount: 1.50 EUR, per: 7.5, after: 150, counted: started}}"},
			func(p *recovery.Play) {
				some := money(t, "1.50 EUR")
				p.Tiers[1].Remedy.Refund = &recovery.Refund{Amount: &some, Per: 7.5, After: 150}
			},
		},
		"a coupon by date": {
			[]string{"{percent: 10, valid: 365d}", "{amount: [{valid_from: 2026-01-01, amount: 5.00 EUR}], valid: 30d}"},
			func(p *recovery.Play) {
				p.Tiers[0].Remedy.Coupon = &recovery.Coupon{Dated: []recovery.DatedMoney{{From: "2026-01-01", Money: money(t, "5.00 EUR")}}, Valid: 30 * days}
			},
		},
		"a remedy of one's own": {
			[]string{"{refund: {percent: 25}}", `{custom: {activity: AwardMiles, queue: loyalty, with: {miles: 500, tiers: [gold, 1.5, true, null], to: {why: late}}, words: {en: "We have credited 500 miles.", pl: "Dopisaliśmy 500 mil."}}}`},
			func(p *recovery.Play) {
				p.Tiers[1].Remedy = recovery.Remedy{Custom: &recovery.Custom{
					Activity: "AwardMiles", Queue: "loyalty",
					With:  map[string]any{"miles": 500.0, "tiers": []any{"gold", 1.5, true, nil}, "to": map[string]any{"why": "late"}},
					Words: map[string]string{"en": "We have credited 500 miles.", "pl": "Dopisaliśmy 500 mil."},
				}}
			},
		},
		"the manner of the apology": {
			[]string{"  receipt_within: 15m\n", "  receipt_within: 15m\n  default: pl\n  quiet: {sms: \"21:00-08:00\", email: \"00:00-05:30\"}\n  at_most: {apologies: 2, within: 30d}\n  more: {en: \"Later. {{.Remedy}}\"}\n"},
			func(p *recovery.Play) {
				p.Apology.Default = "pl"
				p.Apology.Quiet = map[recovery.Channel]recovery.Quiet{recovery.SMS: {From: 21 * 60, To: 8 * 60}, recovery.Email: {From: 0, To: 5*60 + 30}}
				p.Apology.AtMost = &recovery.Fatigue{Apologies: 2, Within: 30 * days}
				p.Apology.More = map[string]string{"en": "Later. {{.Remedy}}"}
			},
		},
		"plurals": {
			[]string{"{{.Measure}} late.", `{{.Measure}} {{plural \"one\" \"call\" \"other\" \"calls\"}}.`},
			func(p *recovery.Play) {
				p.Apology.Text["en"] = `{{.Customer.Name}}, {{.Measure}} {{plural "one" "call" "other" "calls"}}. {{.Remedy}}`
			},
		},
		"a budget": {
			[]string{"surveys:", "budget: {per_day: 500.00 EUR}\nsurveys:"},
			func(p *recovery.Play) {
				p.Budget = &recovery.Budget{PerDay: []recovery.Money{money(t, "500.00 EUR")}, ApproveWithin: days}
			},
		},
		"a budget in two currencies": {
			[]string{"surveys:", "budget: {per_day: [500.00 EUR, 70000 JPY], approve_within: 4h}\nsurveys:"},
			func(p *recovery.Play) {
				p.Budget = &recovery.Budget{PerDay: []recovery.Money{money(t, "500.00 EUR"), money(t, "70000 JPY")}, ApproveWithin: 4 * hour}
			},
		},
		"a monitor": {
			[]string{"surveys:", "monitor: {from: \"ops feed of arrivals\", silent_after: 6h}\nsurveys:"},
			func(p *recovery.Play) {
				p.Monitor = &recovery.Monitor{From: "ops feed of arrivals", SilentAfter: 6 * hour}
			},
		},
		"fix_when, a share": {
			[]string{"surveys:", "fix_when: {percent: 5, within: 7d, at_least: 20}\nsurveys:"},
			func(p *recovery.Play) {
				p.FixWhen = &recovery.FixWhen{Percent: percent(t, "5"), Within: 7 * days, AtLeast: 20}
			},
		},
		"fix_when, a number": {
			[]string{"surveys:", "fix_when: {recoveries: 100, within: 1d}\nsurveys:"},
			func(p *recovery.Play) { p.FixWhen = &recovery.FixWhen{Recoveries: 100, Within: days} },
		},
	} {
		t.Run(name, func(t *testing.T) {
			want := parsed(t, sound)
			if len(c.with) == 4 { // open
				want.Measure, want.Hold, want.CloseAfter = recovery.MeasureOpen, 0, 60*days
			}
			c.want(want)
			if diff := cmp.Diff(want, parsed(t, changed(t, c.with...))); diff != "" {
				t.Error(diff)
			}
		})
	}
}
