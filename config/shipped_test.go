package config_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"makegood/config"
	"makegood/recovery"
)

func shipped(t *testing.T) *config.Playbook {
	t.Helper()
	book, err := config.LoadPlaybookFS(config.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	return book
}

func TestShippedPlays(t *testing.T) {
	book := shipped(t)
	triggers := []string{
		"appointment.missed", "call.dropped", "flight.delayed", "flight.delayed.canada", "line.down", "meal.cold", "parcel.late", "parcel.missing",
		"playback.poor", "power.cut", "service.start_delayed", "service.unavailable", "train.delayed",
	}
	if diff := cmp.Diff(triggers, book.Triggers()); diff != "" {
		t.Error(diff)
	}
	for _, play := range book.Plays() {
		all := []map[string]string{play.Apology.Text, play.Apology.Subject}
		if play.Apology.More != nil {
			all = append(all, play.Apology.More)
		}
		for _, texts := range all {
			if diff := cmp.Diff([]string{"de", "en", "pl"}, slices.Sorted(maps.Keys(texts))); diff != "" {
				t.Errorf("%s: %s", play.Name, diff)
			}
		}
		if play.About == "" || play.Source == "" || play.AsOf == "" {
			t.Errorf("%s does not say what it is about, where it comes from, or of when its amounts are", play.Name)
		}
		if play.Monitor == nil {
			t.Errorf("%s does not say where its trigger comes from", play.Name)
		}
	}
}

func TestShippedPlaysDecide(t *testing.T) {
	start := time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)
	observed := func(id string, after time.Duration, measures map[string]float64) *recovery.Observation {
		return &recovery.Observation{ID: id, ObservedAt: start.Add(after), OccurredAt: start, Measures: measures}
	}
	payment := &recovery.Payment{PaymentIntent: "pi_1", Customer: "cus_1", Amount: 4960, Currency: "eur"}
	book := shipped(t)
	for _, c := range []struct {
		trigger string
		seen    []*recovery.Observation
		after   time.Duration
		owes    string // empty: nothing
	}{
		{"flight.delayed", []*recovery.Observation{observed("1", 0, map[string]float64{"delay_minutes": 119})}, time.Hour, ""},
		{"flight.delayed", []*recovery.Observation{observed("1", 0, map[string]float64{"delay_minutes": 120})}, 9 * time.Minute, ""},
		{"flight.delayed", []*recovery.Observation{observed("1", 0, map[string]float64{"delay_minutes": 120})}, 10 * time.Minute, "Coupon for 10% off, valid 365d"},
		{"flight.delayed", []*recovery.Observation{observed("1", 0, map[string]float64{"delay_minutes": 192})}, 10 * time.Minute, "Refund 25% of 49.60 EUR"},
		{"flight.delayed", []*recovery.Observation{observed("1", 0, map[string]float64{"delay_minutes": 360})}, 10 * time.Minute, "Refund 100% of 49.60 EUR"},
		{"parcel.missing", []*recovery.Observation{observed("1", 0, nil)}, 3*24*time.Hour - time.Second, ""},
		{"parcel.missing", []*recovery.Observation{observed("1", 0, nil)}, 3 * 24 * time.Hour, "Refund 15% of 49.60 EUR"},
		{"parcel.missing", []*recovery.Observation{observed("1", 10*24*time.Hour, nil)}, 10 * 24 * time.Hour, "Refund 100% of 49.60 EUR"},
		{"call.dropped", []*recovery.Observation{observed("1", 0, nil), observed("2", time.Hour, nil)}, 2 * time.Hour, ""},
		{"call.dropped", []*recovery.Observation{observed("1", 0, nil), observed("2", time.Hour, nil), observed("3", 2*time.Hour, nil)}, 2 * time.Hour, "Credit 5.00 USD"},
	} {
		play, known := book.ForAll(c.trigger)
		if !known {
			t.Fatalf("there is no play for %s", c.trigger)
		}
		var seen recovery.Seen
		for _, one := range c.seen {
			seen.Add(play.SightingOf(one))
		}
		decision := recovery.Decide(play, seen, start.Add(c.after))
		owes := ""
		if decision.Verdict == recovery.MakeIt {
			debt, err := play.Owes(decision.Tier, seen.Case(decision.Value, payment))
			if err != nil {
				t.Error(err)
			}
			owes = debt.String()
		}
		if owes != c.owes {
			t.Errorf("%s, %d seen, after %s: owes %q, want %q", c.trigger, len(c.seen), c.after, owes, c.owes)
		}
	}
}

// To whom each of several plays for one trigger applies.
func TestShippedPlaysAreChosen(t *testing.T) {
	book := shipped(t)
	paid := func(amount int64) *recovery.Payment { return &recovery.Payment{Amount: amount, Currency: "usd"} }
	for _, c := range []struct {
		trigger    string
		attributes map[string]any
		payment    *recovery.Payment
		want       string // empty: none applies
	}{
		{"train.delayed", map[string]any{"ticket": "single"}, nil, "uk-delay-repay-single"},
		{"train.delayed", map[string]any{"ticket": "return"}, nil, "uk-delay-repay-return"},
		{"train.delayed", map[string]any{"ticket": "single", "scheme": "DR15"}, nil, "uk-delay-repay-single"},
		{"train.delayed", map[string]any{"ticket": "single", "scheme": "DR30"}, nil, "uk-delay-repay-30-single"},
		{"train.delayed", map[string]any{"ticket": "return", "scheme": "DR30"}, nil, "uk-delay-repay-30-return"},
		{"train.delayed", map[string]any{"ticket": "season"}, nil, ""},
		{"train.delayed", nil, nil, ""},
		{"line.down", map[string]any{"country": "GB"}, nil, "ofcom-repair-delayed"},
		{"line.down", map[string]any{"country": "DE"}, nil, "tkg-58-outage"},
		{"line.down", map[string]any{"country": "PL"}, nil, ""},
		{"appointment.missed", map[string]any{"service": "telecom", "country": "GB"}, nil, "ofcom-appointment-missed"},
		{"appointment.missed", map[string]any{"service": "energy", "country": "GB"}, nil, "gb-energy-appointment-missed"},
		{"appointment.missed", map[string]any{"service": "telecom", "country": "DE"}, nil, "tkg-58-appointment-missed"},
		{"appointment.missed", map[string]any{"service": "energy", "country": "DE"}, nil, ""},
		{"power.cut", nil, nil, "gb-power-cut"},
		{"power.cut", map[string]any{"storm_category": 1.0}, nil, "gb-power-cut-storm-1"},
		{"power.cut", map[string]any{"storm_category": 2.0}, nil, "gb-power-cut-storm-2"},
		{"power.cut", map[string]any{"storm_category": 3.0}, nil, "gb-power-cut"},
		{"parcel.late", nil, paid(1), "late-parcel-under-150"},
		{"parcel.late", nil, paid(149_99), "late-parcel-under-150"},
		{"parcel.late", nil, paid(150_00), "late-parcel-under-1000"},
		{"parcel.late", nil, paid(999_99), "late-parcel-under-1000"},
		{"parcel.late", nil, paid(1_000_00), "late-parcel-under-5000"},
		{"parcel.late", nil, paid(4_999_99), "late-parcel-under-5000"},
		{"parcel.late", nil, paid(5_000_00), "late-parcel-from-5000"},
		{"parcel.late", nil, nil, ""},
		{"flight.delayed", nil, nil, "late-flight"},
	} {
		play, why := book.Choose(&recovery.Observation{Trigger: c.trigger, Attributes: c.attributes, Payment: c.payment})
		got := ""
		if play != nil {
			got = play.Name
		}
		if got != c.want {
			t.Errorf("%s with %v and %v: %q, want %q: %s", c.trigger, c.attributes, c.payment, got, c.want, why)
		}
	}
}

func TestShippedWords(t *testing.T) {
	told := func(name, locale string, value float64, debt recovery.Debt, complained bool) recovery.Telling {
		return recovery.Telling{
			Customer: recovery.Customer{ID: "c-1", Name: name, Locale: locale}, Value: value, Debt: debt,
			Progress: recovery.RemedyDone, Code: "SORRYKX7P2QRS", Ref: "K7PX2QRS", Complained: complained,
		}
	}
	refund := recovery.Debt{Kind: recovery.KindRefund, Money: recovery.Money{Amount: 1240, Currency: "eur"}}
	credit := recovery.Debt{Kind: recovery.KindCredit, Money: recovery.Money{Amount: 500, Currency: "usd"}}
	book := shipped(t)
	for _, c := range []struct {
		trigger string
		telling recovery.Telling
		want    string
	}{
		{"flight.delayed", told("Ada", "en-GB", 192, refund, false), "Ada, your flight landed 3 h 12 min late. We are sorry. We have refunded 12.40 EUR to your original payment method. Ref K7PX2QRS"},
		{"flight.delayed", told("", "en-GB", 192, refund, true), "Your flight landed 3 h 12 min late. You had to tell us yourself, and should not have had to. We are sorry. We have refunded 12.40 EUR to your original payment method. Ref K7PX2QRS"},
		{"flight.delayed", told("Ada", "pl-PL", 192, refund, false), "Ada, Twój lot wylądował z opóźnieniem 3 h 12 min. Przepraszamy. Zwróciliśmy 12,40 EUR na pierwotną metodę płatności. Ref K7PX2QRS"},
		{"parcel.missing", told("Ada", "de-AT", 3*86400, refund, false), "Ada, Ihr Paket ist nicht angekommen: Es ist 3 Tage überfällig, und wir wissen nicht, wo es ist. Wir bitten um Entschuldigung. Wir haben 12,40 EUR auf das ursprüngliche Zahlungsmittel zurückerstattet. Kommt es doch noch an, gehört es Ihnen. Ref K7PX2QRS"},
		{"call.dropped", told("Ada", "en-US", 3, credit, false), "Ada, 3 of your calls dropped within a day. We are sorry. As compensation, we have credited 5.00 USD to your next invoice. Ref K7PX2QRS"},
	} {
		play, _ := book.ForAll(c.trigger)
		message, err := play.Words(c.telling)
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(c.want, message.Text); diff != "" {
			t.Errorf("%s: %s", c.trigger, diff)
		}
	}
}

// A text message of many parts costs as many, and arrives in pieces.
func TestShippedWordsAreShort(t *testing.T) {
	most := map[string]int{"en": 3, "de": 3, "pl": 6}
	for _, play := range shipped(t).Plays() {
		for locale, want := range most {
			longest, err := play.Longest(locale)
			if err != nil {
				t.Fatal(err)
			}
			parts, gsm := recovery.SMSParts(longest.Text)
			if parts > want {
				t.Errorf("%s in %s: %d parts, want at most %d: %s", play.Name, locale, parts, want, longest.Text)
			}
			if gsm != (locale != "pl") {
				t.Errorf("%s in %s: in the text message alphabet %v: %s", play.Name, locale, gsm, longest.Text)
			}
		}
	}
}

// An apology with an offer in it, or with a promise, is no apology.
func TestShippedWordsPromiseNothing(t *testing.T) {
	for _, play := range shipped(t).Plays() {
		texts := maps.Clone(play.Apology.Text)
		for locale := range texts {
			texts[locale] += play.Apology.More[locale]
		}
		for locale, text := range texts {
			for _, word := range []string{"discount", "offer", "next time", "never again", "% off", "Rabatt", "Angebot", "rabat", "promocj", "!"} {
				if strings.Contains(strings.ToLower(text), strings.ToLower(word)) {
					t.Errorf("%s in %s says %q", play.Name, locale, word)
				}
			}
		}
	}
}
