package proof

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// found is what a list finds in a text, in the text's own letters.
func found(l list, text string) (pieces []string) {
	all := tokens(text)
	for _, hit := range l.find(all) {
		pieces = append(pieces, text[all[hit.from].begin:all[hit.to-1].end])
	}
	return pieces
}

var hits = map[string]struct{ promises, sells []string }{
	"en": {
		promises: []string{
			"We promise to be on time.", "This will never happen again.", "It won't happen again!", "It won’t happen again.", "It will not happen again.", "We will do better.", "We'll do better next time.",
			"Never again.", "We can do better than this.", "We will make sure that this does not happen again.", "We are working hard to put this right for good.", "We are committed to being punctual.",
			"You have our word.", "We guarantee it.", "We have learned from this.", "We will improve our service.", "We won't let you down, nor let this happen to you.", "You have our promise.", "Next time will be better.",
			"WE PROMISE", "We strive for more... and are striving still.", "It will never, ever happen.", "We will ensure it doesn't recur.",
		},
		sells: []string{
			"Get 10% off!", "Take 10 % off.", "A great deal for you.", "See our deals.", "Our special offer ends soon.", "Shop now.", "Buy another one.", "Enjoy a discount.", "Discounted seats wait.", "Upgrade today.",
			"Book now.", "Limited time only.", "Don't miss it.", "Exclusive to members.", "Our best price.", "Our summer sale is on.", "Free shipping on all orders.", "Sign up here.", "Save up to 20%.", "What a bargain!", "Ask for our promotional fares.",
		},
	},
	"de": {
		promises: []string{
			"Wir versprechen Pünktlichkeit.", "Das versprechen wir Ihnen.", "Das wird nie wieder passieren.", "Das soll nicht wieder vorkommen.", "Es wird nicht mehr geschehen.", "Das kommt nicht wieder vor.", "Wir werden es besser machen.",
			"Wir wollen besser werden.", "Wir geloben Besserung.", "Wir arbeiten mit Hochdruck daran.", "Wir haben daraus gelernt.", "Wir garantieren das.", "Sie haben unser Wort.", "Das wird sich nicht wiederholen.",
			"Wir geben unser Bestes.", "Wir sorgen dafür, dass Ihnen das nicht noch einmal und nie wieder geschieht.", "Wir bemühen uns.", "Das soll nicht noch einmal vorkommen.",
		},
		sells: []string{
			"Sie erhalten 10% Rabatt.", "Unser Sommerangebot wartet.", "Sichern Sie sich unsere Angebote.", "Jetzt kaufen!", "Ein Schnäppchen.", "Rabattcode anbei.", "Ein Sonderrabatt für Sie.", "Kaufen Sie noch heute.", "Jetzt buchen.",
			"Nur heute.", "Exklusiv für Sie.", "Unser Deal.", "Ein Upgrade wartet.", "Sparen Sie jetzt.", "10 % günstiger.", "Das ist gratis.", "Unser Angebot gilt bis morgen.",
		},
	},
	"pl": {
		promises: []string{
			"Obiecujemy poprawę.", "To się więcej nie powtórzy.", "To się nigdy nie powtórzy.", "To się już nie zdarzy.", "Nie zdarzy się to ponownie.", "Postaramy się bardziej.", "Poprawimy się.", "Gwarantujemy to.", "Nigdy więcej.",
			"Następnym razem będzie lepiej.", "Wyciągniemy wnioski.", "Pracujemy nad tym.", "Zrobimy wszystko, by było lepiej.", "Dołożymy wszelkich starań.", "Masz nasze słowo.", "Chcemy, aby to się nie powtórzyło.", "Będziemy lepsi.",
		},
		sells: []string{
			"Daj się skusić rabatem.", "Rabat 10%.", "Mamy zniżki.", "Sprawdź nasze promocje.", "Sprawdź teraz.", "Nowa oferta.", "Nasze oferty czekają.", "Kup teraz.", "Wyprzedaż trwa.", "Wszystko taniej.", "Kod rabatowy w środku.",
			"Kod promocyjny.", "Tylko dziś.", "Nie przegap.", "Gratis do zamówienia.", "Niezwykła okazja.", "Zamów teraz.", "Najlepsze ceny.", "Zapisz się.",
		},
	},
}

// near is what comes near, and is what an apology may well say.
var near = map[string][]string{
	"en": {
		"Your parcel did not arrive when we had promised it.", "It came after the promised time.", "As you were promised, here is your refund.", "We are sorry to write to you again.", "Your flight was late again.",
		"You deserved better.", "We know that this is ideal for nobody.", "We are dealing with it.", "We dealt with it late.", "A colleague will deal with it.", "It cost you a great deal of time.", "We offer our sincere apologies.",
		"Please let us offer you our apologies.", "You bought a ticket for an earlier train.", "The buyer was told.", "We know the price you paid.", "{{.Remedy}} It takes {{.Amount}} off your next invoice.", "Your wholesale order is late.",
		"As compensation, the code {{.Code}} takes {{.Amount}} off your next purchase.", "The doors were shut. Off we went.", "The help desk was shopless.", "The freezer failed.", "We saved your seat.", "The power was off.", "Your order will arrive tomorrow.",
		"This has never happened before.", "The train never arrived.", "Your meal was cold, and 40% of it was missing. Off days are no excuse.", "It happened twice.", "We should not have let it happen.", "Ref {{.Ref}}. We are sorry.", "Nothing is asked of you; the money is free to use.",
		"You had to tell us yourself, and should not have had to.",
	},
	"de": {
		"Ihr Paket kam nicht wie versprochen.", "Sie hatten uns vertraut.", "Wir bieten Ihnen unsere Entschuldigung an.", "Den Preis des nächsten Kaufs mindert der Code {{.Code}} um {{.Amount}}.", "Sie haben eine Fahrkarte gekauft.", "Das Gerät war ausverkauft.",
		"Gute Besserung!", "Es ist wieder passiert.", "Das hätte nicht passieren dürfen.", "Der Zug kam nicht.", "Wir sorgen dafür, dass das Geld ankommt.", "Die Reaktion kam spät.", "Der Strom war nicht da.", "Der Verkäufer hat sich geirrt.",
		"Sie mussten uns das erst selbst sagen, das hätte nicht sein dürfen.", "Ihr Anschluss war nicht mehr erreichbar.", "Eine Kollegin arbeitet an der Gutschrift.", "Sie kennen uns besser.", "Das Sparkonto bleibt.",
	},
	"pl": {
		"Paczka nie dotarła w obiecanym terminie.", "Nie przyjechaliśmy, jak obiecaliśmy.", "Przy okazji: numer sprawy {{.Ref}}.", "Kupiłeś bilet.", "To Twój zakup.", "Zdarzyło się to nam drugi raz.", "Znów się spóźniliśmy.", "Lot się nie odbył.",
		"To my powinniśmy byli odezwać się pierwsi.", "Jako rekompensatę przyznajemy kod {{.Code}}.", "Przepraszamy.", "Kupon jest ważny rok.", "Cena się nie zmienia.", "Nie wiemy, gdzie jest.", "Powtórzymy wizytę.", "Lepiej późno.", "Rozmowy się przerywały.",
	},
}

func TestWordsThatHit(t *testing.T) {
	for language, want := range hits {
		table, _ := tableFor(language)
		for _, text := range want.promises {
			if len(found(table.promises, text)) == 0 {
				t.Errorf("%s promises: nothing in %q", language, text)
			}
		}
		for _, text := range want.sells {
			if len(found(table.sells, text)) == 0 {
				t.Errorf("%s sells: nothing in %q", language, text)
			}
		}
	}
}

func TestWordsThatOnlyComeNear(t *testing.T) {
	for language, texts := range near {
		table, _ := tableFor(language)
		for _, text := range texts {
			if pieces := append(found(table.promises, text), found(table.sells, text)...); len(pieces) > 0 {
				t.Errorf("%s: %q in %q", language, pieces, text)
			}
		}
	}
}

func TestPhrases(t *testing.T) {
	for _, c := range []struct {
		phrase       phrase
		unless, text string
		want         string // the pieces, with | between
	}{
		{"deal|deals", "", "Deal. Deals, dealing; ideal DEAL", "Deal|Deals|DEAL"},
		{"rabat*", "", "Rabatem, szrabat", "Rabatem"},
		{"*rabatt*", "", "Sonderrabatte", "Sonderrabatte"},
		{"*angebot", "", "Angebot Sommerangebot angebote", "Angebot|Sommerangebot"},
		{"never _ again", "", "never ever again", "never ever again"},
		{"never _ again", "", "never. again", ""},
		{"never _ again", "", "never a b c d e f again", "never a b c d e f again"},
		{"never _ again", "", "never a b c d e f g again", ""},
		{"% off", "", "10% off, 10 %\toff", "% off|%\toff"},
		{"won't", "", "won’t won't wont", "won’t|won't"},
		{"never again", "", "never {{.Ref}} again", ""},
		{"deal|deals", "", `a {{plural "one" "deal" "other" "deals"}}`, "deal|deals"},
		{"one deal", "", `{{plural "one" "deal" "other" "deals"}}`, ""},
		{"deal", "", `{{if eq .Ref "deal"}}{{end}}`, ""},
		{"deal", "deal with", "a deal with a deal", "deal"},
		{"a b", "", "a b b a b", "a b|a b"},
		{"żółć", "", "ŻÓŁĆ", "ŻÓŁĆ"},
	} {
		l := list{phrases: []phrase{c.phrase}}
		if c.unless != "" {
			l.unless = []phrase{phrase(c.unless)}
		}
		if got := strings.Join(found(l, c.text), "|"); got != c.want {
			t.Errorf("%q in %q: %q, want %q", c.phrase, c.text, got, c.want)
		}
	}
}

func TestLinks(t *testing.T) {
	for text, want := range map[string]string{
		"See https://example.com/a?b=c now.": "https://example.com/a?b=c",
		"See www.example.com now":            "www.example.com",
		"See example.com/help, please.":      "example.com/help",
		"(http://example.com/x).":            "http://example.com/x",
		"Write to help@example.com":          "",
		"It was late.We are sorry":           "",
		"It was late. We are sorry":          "",
		"at 10.30 o'clock, 4.50 EUR, 3.2.1":  "",
		"z.B. heute":                         "",
		"track.parcels.example.co.uk":        "track.parcels.example.co.uk",
		"{{.Attributes.tracking_url}}":       "{{.Attributes.tracking_url}}",
		"{{.Attributes.urlaub}}":             "",
		"{{.Customer.Name}}.com":             "",
	} {
		var pieces []string
		for _, link := range links(text) {
			pieces = append(pieces, text[link[0]:link[1]])
		}
		if got := strings.Join(pieces, "|"); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// Whatever a text is, what is found in it stands in it.
func TestAnythingCanBeRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{"we", "promise", " ", ".", "{{.Ref}}", "{{", "}}", "won’t", "'", "%", "off", "never", "again", "\x00", "\xff", "ż", "e\u0301", "\n", "example.com"}), 0, 30).Draw(t, "parts")
		text := strings.Join(parts, "")
		last := 0
		for _, one := range tokens(text) {
			if one.begin < last || one.end <= one.begin || one.end > len(text) {
				t.Fatalf("%+v after %d in %q", one, last, text)
			}
			last = one.end
		}
		for _, table := range tables {
			found(table.promises, text)
			found(table.sells, text)
		}
		for _, link := range links(text) {
			_ = text[link[0]:link[1]]
		}
	})
}
