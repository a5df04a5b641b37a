package recovery_test

import (
	"strings"
	"testing"

	"makegood/recovery"
)

// saying is a play that says one text, in English.
func saying(text string) *recovery.Play { return sayingIn(map[string]string{"en": text}) }

func sayingIn(texts map[string]string) *recovery.Play {
	return &recovery.Play{Name: "late-flight", Measure: "delay_minutes", Apology: recovery.Apology{Text: texts}}
}

func textOf(t *testing.T, play *recovery.Play, telling recovery.Telling) string {
	t.Helper()
	message, err := play.Words(telling)
	if err != nil {
		t.Fatal(err)
	}
	return message.Text
}

func TestWordsSayEverythingTheyMayName(t *testing.T) {
	play := saying("{{.Customer.Name}}|{{.Customer.ID}}|{{.Customer.Locale}}|{{.Customer.Segment}}|{{.Measure}}|{{.Amount}}|{{.Code}}|{{.Ref}}|{{.Experience}}|{{.Incident}}|{{.Attributes.origin}}|{{.Attributes.km}}|{{.Attributes.late}}|{{.Attributes.list}}|{{.Attributes.absent}}|{{.Play}}|{{if .Complained}}yes{{end}}")
	got := textOf(t, play, recovery.Telling{
		Customer:   recovery.Customer{ID: "c-1", Name: "Ada", Locale: "en-GB", Segment: "gold", Phone: "+12025550143", Email: "ada@example.com"},
		Experience: "LO391", Incident: "storm-23", Value: 192, Code: "SORRYX", Ref: "K7PX2QRS", Complained: true,
		Attributes: map[string]any{"origin": "WAW", "km": 1200.0, "late": true, "list": []any{"a"}},
		Debt:       recovery.Debt{Kind: recovery.KindCoupon, Money: recovery.Money{Amount: 1240, Currency: "eur"}},
		Progress:   recovery.RemedyDone,
	})
	want := "Ada|c-1|en-GB|gold|3 h 12 min|12.40 EUR|SORRYX|K7PX2QRS|LO391|storm-23|WAW|1200|true|||late-flight|yes"
	if got != want {
		t.Errorf("\n%s, want\n%s", got, want)
	}
}

func TestWordsNameNoCodeWithoutACoupon(t *testing.T) {
	play := saying("Sorry.{{if .Code}} Your code: {{.Code}}.{{end}}")
	for kind, want := range map[recovery.RemedyKind]string{
		recovery.KindRefund: "Sorry.", recovery.KindCredit: "Sorry.", recovery.KindCoupon: "Sorry. Your code: SORRYX.",
	} {
		debt := recovery.Debt{Kind: kind, Money: recovery.Money{Amount: 1240, Currency: "eur"}}
		if got := textOf(t, play, recovery.Telling{Code: "SORRYX", Debt: debt, Progress: recovery.RemedyDone}); got != want {
			t.Errorf("%s: %q, want %q", kind, got, want)
		}
	}
}

func TestWordsTidyWhatIsAbsent(t *testing.T) {
	for _, c := range []struct{ text, name, want string }{
		{"{{.Customer.Name}}, your flight was late.", "Ada", "Ada, your flight was late."},
		{"{{.Customer.Name}}, your flight was late.", "", "Your flight was late."},
		{"{{.Customer.Name}}: élan.", "", "Élan."},
		{"Dear {{.Customer.Name}}, we are sorry.", "", "Dear, we are sorry."},
		{"We are sorry, {{.Customer.Name}}.", "", "We are sorry."},
		{"We are sorry, {{.Customer.Name}}!", "", "We are sorry!"},
		{"{{if .Customer.Name}}{{.Customer.Name}}, {{end}}your flight was late.", "", "Your flight was late."},
		{"iPhones were late, {{.Customer.Name}}.", "Ada", "iPhones were late, Ada."},
		{"  {{.Customer.Name}},\r\n\r\n\r\n\r\nyour  flight \n was late.  ", "Ada", "Ada,\n\nyour flight\nwas late."},
		{"{{.Customer.Name}},\n\nyour flight was late.", "", "Your flight was late."},
		{"Flight {{.Attributes.none}} was late {{.Attributes.none}}.", "Ada", "Flight was late."},
		{"{{.Customer.Name}}", "", ""},
		{"Cost: 3.50, at 10.30.", "Ada", "Cost: 3.50, at 10.30."},
	} {
		telling := recovery.Telling{Customer: recovery.Customer{Name: c.name, Locale: "en"}}
		if got := textOf(t, saying(c.text), telling); got != c.want {
			t.Errorf("%q for %q: %q, want %q", c.text, c.name, got, c.want)
		}
	}
}

func TestWordsCapitaliseAsTheLanguageDoes(t *testing.T) {
	for locale, want := range map[string]string{"tr": "İyi.", "de": "Iyi."} {
		got := textOf(t, sayingIn(map[string]string{locale: "{{.Customer.Name}}, iyi."}), recovery.Telling{})
		if got != want {
			t.Errorf("in %s: %q, want %q", locale, got, want)
		}
	}
}

// Whoever signs up under the name of a link wants us to send it to someone.
func TestWordsNeverPassOnALink(t *testing.T) {
	for name, want := range map[string]string{
		"win at http://evil.example":   "We are sorry.",
		"evil.example/win":             "We are sorry.",
		"WWW.evil":                     "We are sorry.",
		"J. R. R. Tolkien":             "J. R. R. Tolkien, we are sorry.",
		"J.R.R. Tolkien":               "J.R.R. Tolkien, we are sorry.",
		"Ada\r\n\tLovelace\x00\x1b":    "Ada Lovelace, we are sorry.",
		"O'Brien-Nuñez":                "O'Brien-Nuñez, we are sorry.",
		"{{nil}}":                      "{{nil}}, we are sorry.",
		"  Ada  ":                      "Ada, we are sorry.",
		"Bad\xff\xfeBytes":             "BadBytes, we are sorry.",
		"\u200b":                       "\u200b, we are sorry.",
		strings.Repeat("Ada ", 3) + "": "Ada Ada Ada, we are sorry.",
	} {
		telling := recovery.Telling{Customer: recovery.Customer{Name: name, Locale: "en"}}
		if got := textOf(t, saying("{{.Customer.Name}}, we are sorry."), telling); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestWordsAlwaysHoldTheReference(t *testing.T) {
	for _, c := range []struct{ text, subject, ref, wantText, wantSubject string }{
		{"We are sorry.", "Sorry", "K7PX2QRS", "We are sorry. Ref K7PX2QRS", "Sorry (K7PX2QRS)"},
		{"We are sorry ({{.Ref}}).", "Sorry {{.Ref}}", "K7PX2QRS", "We are sorry (K7PX2QRS).", "Sorry K7PX2QRS"},
		{"{{.Customer.Name}}", "{{.Customer.Name}}", "K7PX2QRS", "Ref K7PX2QRS", "(K7PX2QRS)"},
		{"We are sorry.", "Sorry\r\nBcc: all@example.com", "K7PX2QRS", "We are sorry. Ref K7PX2QRS", "Sorry Bcc: all@example.com (K7PX2QRS)"},
		{"We are sorry.", "Sorry", "", "We are sorry.", "Sorry"},
	} {
		play := saying(c.text)
		play.Apology.Subject = map[string]string{"en": c.subject}
		message, err := play.Words(recovery.Telling{Ref: c.ref})
		if err != nil {
			t.Fatal(err)
		}
		if message.Text != c.wantText || message.Subject != c.wantSubject {
			t.Errorf("%+v, want %q and %q", message, c.wantText, c.wantSubject)
		}
	}
	message, err := saying("Sorry.").Words(recovery.Telling{Ref: "K7PX2QRS"})
	if err != nil || message.Subject != "" {
		t.Errorf("a play without a subject has %q, %v", message.Subject, err)
	}
}

func TestWordsFail(t *testing.T) {
	coupon := recovery.Debt{Kind: recovery.KindCoupon, Percent: 100_000}
	for name, c := range map[string]struct {
		play    *recovery.Play
		telling recovery.Telling
	}{
		"no words":                   {&recovery.Play{Name: "x"}, recovery.Telling{}},
		"no template":                {saying("{{.Customer"), recovery.Telling{}},
		"an unknown name":            {saying("{{.Phone}}"), recovery.Telling{}},
		"a coupon without its code":  {saying("x"), recovery.Telling{Debt: coupon, Progress: recovery.RemedyDone}},
		"a coming one without one":   {saying("x"), recovery.Telling{Debt: coupon, Progress: recovery.RemedyComing}},
		"an unknown name in subject": {&recovery.Play{Apology: recovery.Apology{Text: map[string]string{"en": "x"}, Subject: map[string]string{"en": "{{.x}}"}}}, recovery.Telling{}},
	} {
		if message, err := c.play.Words(c.telling); err == nil || message != (recovery.Message{}) {
			t.Errorf("%s: %+v, %v", name, message, err)
		}
	}
	byPerson := recovery.Telling{Debt: coupon, Progress: recovery.RemedyByPerson}
	if _, err := saying("x").Words(byPerson); err != nil {
		t.Errorf("a coupon that a person sends needs no code yet: %v", err)
	}
}

func TestWordsChooseTheText(t *testing.T) {
	for _, c := range []struct{ texts, customer, want string }{
		{"de en pl", "pl-PL", "pl"},
		{"de en pl", "PL_pl", "pl"},
		{"de en pl", "fr-FR", "en"},
		{"de en pl", "", "en"},
		{"de en pl", "?", "en"},
		{"de pl", "fr", "de"},
		{"de en-GB en-US pl", "fr", "en-GB"},
		{"de en-GB en-US", "en-US", "en-US"},
		{"de en", "de-AT", "de"},
		{"de-AT de-CH en", "de", "de-AT"},
		{"en pt pt-BR", "pt-BR", "pt-BR"},
		{"en pt pt-BR", "pt-PT", "pt"},
		{"en pt-BR", "pt-PT", "pt-BR"},
		{"en nb", "no", "nb"},
		{"en nb", "nn-NO", "nb"},
		{"en zh-Hans zh-Hant", "zh-TW", "zh-Hant"},
		{"en zh-Hans", "zh-TW", "zh-Hans"},
		{"en no", "nb-NO", "no"},
		{"en ru", "uk", "en"},
		{"en ru", "be", "en"},
		{"de en", "gsw", "en"},
		{"de sv", "da", "de"},
		{"pl", "en", "pl"},
	} {
		texts := map[string]string{}
		for _, locale := range strings.Fields(c.texts) {
			texts[locale] = "x"
		}
		for range 20 { // a map has no order of its own
			message, err := sayingIn(texts).Words(recovery.Telling{Customer: recovery.Customer{Locale: c.customer}})
			if err != nil || message.Locale != c.want {
				t.Fatalf("of %s for %q: %q, want %q (%v)", c.texts, c.customer, message.Locale, c.want, err)
			}
		}
	}
}
