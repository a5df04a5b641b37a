package recovery_test

import (
	"math"
	"strings"
	"testing"

	"makegood/recovery"
)

const (
	callsEN = `{{plural "one" "call" "other" "calls"}}`
	callsDE = `{{plural "one" "Anruf" "other" "Anrufe"}}`
	callsPL = `{{plural "one" "rozmowa" "few" "rozmowy" "many" "rozmów" "other" "rozmowy"}}`
	callsCS = `{{plural "one" "hovor" "few" "hovory" "many" "hovoru" "other" "hovorů"}}`
	callsAR = `{{plural "zero" "0" "one" "1" "two" "2" "few" "3" "many" "11" "other" "100"}}`
)

func TestPlurals(t *testing.T) {
	texts := map[string]string{"en": callsEN, "de": callsDE, "pl": callsPL, "cs": callsCS, "ar": callsAR}
	for locale, text := range texts {
		if err := recovery.CheckTemplate(locale, text); err != nil {
			t.Errorf("%s: %v", locale, err)
		}
	}
	for _, c := range []struct {
		locale string
		value  float64
		want   string
	}{
		{"en", 0, "calls"},
		{"en", 1, "call"},
		{"en", 2, "calls"},
		{"en", 1.5, "calls"},
		{"en-GB", 1, "call"},
		{"de", 0, "Anrufe"},
		{"de", 1, "Anruf"},
		{"de-AT", 21, "Anrufe"},
		{"pl", 0, "rozmów"},
		{"pl", 1, "rozmowa"},
		{"pl", 2, "rozmowy"},
		{"pl", 4, "rozmowy"},
		{"pl", 5, "rozmów"},
		{"pl", 12, "rozmów"},
		{"pl", 21, "rozmów"},
		{"pl", 22, "rozmowy"},
		{"pl", 112, "rozmów"},
		{"pl", 1.5, "rozmowy"},
		{"cs", 1, "hovor"},
		{"cs", 3, "hovory"},
		{"cs", 5, "hovorů"},
		{"cs", 1.5, "hovoru"},
		{"ar", 0, "0"},
		{"ar", 1, "1"},
		{"ar", 2, "2"},
		{"ar", 5, "3"},
		{"ar", 11, "11"},
		{"ar", 100, "100"},
		{"fr", 1, "call"}, // for want of a text in French
	} {
		play := sayingIn(texts)
		play.Measure = recovery.MeasureOccurrences
		message, err := play.Words(recovery.Telling{Customer: recovery.Customer{Locale: c.locale}, Value: c.value})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.EqualFold(message.Text, c.want) {
			t.Errorf("%v in %s: %q, want %q", c.value, c.locale, message.Text, c.want)
		}
	}
}

// A measure can be anything that a backend sends; words come of it all the same.
func TestPluralsOfNumbersThatNobodyCounts(t *testing.T) {
	for _, value := range []float64{-1, -2.5, 1e18, 1e300, -1e300, math.MaxFloat64, 0.001, 0.999} {
		for _, locale := range []string{"en", "pl", "ar"} {
			play := sayingIn(map[string]string{locale: map[string]string{"en": callsEN, "pl": callsPL, "ar": callsAR}[locale]})
			play.Measure = "score"
			if text := textOf(t, play, recovery.Telling{Value: value}); text == "" {
				t.Errorf("%v in %s says nothing", value, locale)
			}
		}
	}
	play := sayingIn(map[string]string{"en": callsEN})
	play.Measure = "score"
	for value, want := range map[float64]string{-1: "Call", -2: "Calls"} {
		if got := textOf(t, play, recovery.Telling{Value: value}); got != want {
			t.Errorf("%v %s, want %s", value, got, want)
		}
	}
}

func TestPluralsThatCannotBe(t *testing.T) {
	for _, c := range []struct{ locale, text, wrong string }{
		{"pl", callsEN, "this language needs the form few and many too"},
		{"ar", callsPL, "this language needs the form two and zero too"},
		{"en", `{{plural "other" "calls"}}`, "this language needs the form one too"},
		{"en", `{{plural "one" "call"}}`, "this language needs the form other too"},
		{"en", `{{plural}}`, "plural takes pairs of a form and words"},
		{"en", `{{plural "one"}}`, "plural takes pairs of a form and words"},
		{"en", `{{plural "one" "call" "other" .Measure}}`, "each in quotes"},
		{"en", `{{plural "single" "call" "other" "calls"}}`, "it is no form of the plural"},
		{"en", `{{plural "one" 1 "other" "calls"}}`, "each in quotes"},
	} {
		err := recovery.CheckTemplate(c.locale, c.text)
		if err == nil || !strings.Contains(err.Error(), c.wrong) {
			t.Errorf("%s in %s: %v does not say %q", c.text, c.locale, err, c.wrong)
		}
	}
	if err := recovery.CheckTemplate("ja", `{{plural "other" "x"}}`); err != nil {
		t.Errorf("a language with one form: %v", err)
	}
}

func TestTheDefaultLanguage(t *testing.T) {
	texts := map[string]string{"de": "de", "en": "en", "pl": "pl"}
	for _, c := range []struct{ fallback, customer, want string }{
		{"", "fr-FR", "En"},
		{"pl", "fr-FR", "Pl"},
		{"pl", "", "Pl"},
		{"pl", "de-CH", "De"},
		{"de", "en-US", "En"},
		{"gone", "fr", "En"},
	} {
		play := sayingIn(texts)
		play.Apology.Default = c.fallback
		if got := textOf(t, play, recovery.Telling{Customer: recovery.Customer{Locale: c.customer}}); got != c.want {
			t.Errorf("default %q, customer %q: %q, want %q", c.fallback, c.customer, got, c.want)
		}
	}
}

func TestWordsOfMore(t *testing.T) {
	play := sayingIn(map[string]string{"en": "Late.", "de": "Spät."})
	play.Apology.More = map[string]string{"en": "Later still: {{.Measure}}. {{.Remedy}}"}
	refund := recovery.Debt{Kind: recovery.KindRefund, Money: recovery.Money{Amount: 620, Currency: "eur"}}
	for locale, want := range map[string]string{
		"en": "Later still: 3 h 12 min. We have refunded 6.20 EUR to your original payment method. Ref K7PX2QRS",
		"de": "Ada: Dies kommt zur bisherigen Entschädigung hinzu. Wir haben 6,20 EUR auf das ursprüngliche Zahlungsmittel zurückerstattet. Ref K7PX2QRS",
	} {
		telling := recovery.Telling{Customer: recovery.Customer{Name: "Ada", Locale: locale}, Value: 192, Debt: refund, Progress: recovery.RemedyDone, Ref: "K7PX2QRS"}
		telling.More = true
		if got := textOf(t, play, telling); got != want {
			t.Errorf("%q, want %q", got, want)
		}
		telling.More = false
		if got := textOf(t, play, telling); strings.Contains(got, "6") && !strings.Contains(got, "Ref") {
			t.Errorf("the first words are %q", got)
		}
	}
}

func TestWordsOfARemedyOfOnesOwn(t *testing.T) {
	play := sayingIn(map[string]string{"en": "Sorry. {{.Remedy}}", "de": "Leider. {{.Remedy}}", "pl": "Przepraszamy. {{.Remedy}}"})
	play.Tiers = []recovery.Tier{{AtLeast: 1, Remedy: recovery.Remedy{Custom: &recovery.Custom{Activity: "AwardMiles", Queue: "loyalty", Words: map[string]string{
		"en": `We have credited 500 miles for {{.Measure}} to {{.Customer.ID}}.`, "de": "Wir haben 500 Meilen gutgeschrieben.",
	}}}}}
	debt, err := play.Owes(0, recovery.Case{Value: 1})
	if err != nil || debt.Kind != recovery.KindCustom || debt.Activity != "AwardMiles" {
		t.Fatalf("%+v, %v", debt, err)
	}
	for _, c := range []struct {
		locale   string
		progress recovery.Progress
		want     string
	}{
		{"en-US", recovery.RemedyDone, "Sorry. We have credited 500 miles for 3 h 12 min to c-1."},
		{"de", recovery.RemedyDone, "Leider. Wir haben 500 Meilen gutgeschrieben."},
		{"pl", recovery.RemedyDone, "Przepraszamy. We have credited 500 miles for 3 h 12 min to c-1."},
		{"en", recovery.RemedyComing, "Sorry. Your compensation is on its way."},
		{"de", recovery.RemedyByPerson, "Leider. "},
	} {
		got := textOf(t, play, recovery.Telling{Customer: recovery.Customer{ID: "c-1", Locale: c.locale}, Value: 192, Debt: debt, Progress: c.progress})
		if !strings.HasPrefix(got, c.want) || strings.Contains(got, "{{") {
			t.Errorf("%s, %s: %q, want %q", c.locale, c.progress, got, c.want)
		}
	}
}
