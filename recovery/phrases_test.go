package recovery_test

import (
	"strings"
	"testing"

	"makegood/recovery"
)

var spoken = []string{"cs", "da", "de", "en", "es", "fr", "it", "nb", "nl", "pl", "pt", "sv"}

func remedyIn(t *testing.T, locale string, debt recovery.Debt, progress recovery.Progress) string {
	t.Helper()
	play := sayingIn(map[string]string{locale: "[{{.Remedy}}]"})
	text := textOf(t, play, recovery.Telling{Customer: recovery.Customer{Locale: locale}, Debt: debt, Progress: progress, Code: "SORRYX"})
	return strings.TrimSuffix(strings.TrimPrefix(text, "["), "]")
}

func TestRemedySentences(t *testing.T) {
	eur := recovery.Money{Amount: 1240, Currency: "eur"}
	refund := recovery.Debt{Kind: recovery.KindRefund, Money: eur}
	coupon := recovery.Debt{Kind: recovery.KindCoupon, Percent: 100_000, Valid: recovery.DefaultCouponValid}
	credit := recovery.Debt{Kind: recovery.KindCredit, Money: eur}
	unknown := recovery.Debt{Kind: recovery.KindRefund, Percent: 250_000}
	endless := coupon
	endless.Valid = 0
	fixed := recovery.Debt{Kind: recovery.KindCoupon, Money: eur, Valid: recovery.DefaultCouponValid}
	for _, c := range []struct {
		locale   string
		debt     recovery.Debt
		progress recovery.Progress
		want     string
	}{
		{"en", refund, recovery.RemedyDone, "We have refunded 12.40 EUR to your original payment method."},
		{"en", refund, recovery.RemedyComing, "Your refund of 12.40 EUR to your original payment method is on its way."},
		{"en", refund, recovery.RemedyByPerson, "A colleague is arranging your refund of 12.40 EUR."},
		{"en", coupon, recovery.RemedyDone, "As compensation, the code SORRYX takes 10% off your next purchase. It is valid for 365 days."},
		{"en", coupon, recovery.RemedyComing, "As compensation, the code SORRYX takes 10% off your next purchase. It will work shortly. It is valid for 365 days."},
		{"en", coupon, recovery.RemedyByPerson, "A colleague is arranging your compensation, 10% off your next purchase."},
		{"en", endless, recovery.RemedyDone, "As compensation, the code SORRYX takes 10% off your next purchase."},
		{"en", fixed, recovery.RemedyDone, "As compensation, the code SORRYX takes 12.40 EUR off your next purchase. It is valid for 365 days."},
		{"en", credit, recovery.RemedyDone, "As compensation, we have credited 12.40 EUR to your next invoice."},
		{"en", credit, recovery.RemedyComing, "As compensation, we are crediting 12.40 EUR to your next invoice."},
		{"en", credit, recovery.RemedyByPerson, "A colleague is arranging your credit of 12.40 EUR as compensation."},
		{"en", unknown, recovery.RemedyByPerson, "A colleague is arranging your compensation."},
		{"en", unknown, recovery.RemedyDone, ""},
		{"en", recovery.Debt{}, recovery.RemedyDone, ""},
		{"en", refund, "", "A colleague is arranging your refund of 12.40 EUR."},
		{"pl", refund, recovery.RemedyDone, "Zwróciliśmy 12,40 EUR na pierwotną metodę płatności."},
		{"de", coupon, recovery.RemedyDone, "Als Entschädigung mindert der Code SORRYX den Preis des nächsten Kaufs um 10 %. Er ist 365 Tage lang gültig."},
		{"no", refund, recovery.RemedyDone, "Vi har tilbakebetalt 12,40 EUR til den opprinnelige betalingsmåten."},
		{"nn", refund, recovery.RemedyDone, "Vi har tilbakebetalt 12,40 EUR til den opprinnelige betalingsmåten."},
		{"fi", refund, recovery.RemedyDone, "We have refunded 12,40 EUR to your original payment method."},
	} {
		if got := remedyIn(t, c.locale, c.debt, c.progress); got != c.want {
			t.Errorf("%s %+v %s:\n%q, want\n%q", c.locale, c.debt, c.progress, got, c.want)
		}
	}
}

// Each language says each remedy, at each step, with all that belongs into it.
func TestRemedySentencesAreWhole(t *testing.T) {
	money := recovery.Money{Amount: 700, Currency: "eur"}
	for _, locale := range spoken {
		said := map[string]bool{}
		for _, kind := range []recovery.RemedyKind{recovery.KindRefund, recovery.KindCoupon, recovery.KindCredit} {
			for _, progress := range []recovery.Progress{recovery.RemedyDone, recovery.RemedyComing, recovery.RemedyByPerson} {
				sentence := remedyIn(t, locale, recovery.Debt{Kind: kind, Money: money, Valid: recovery.DefaultCouponValid}, progress)
				if said[sentence] {
					t.Errorf("%s says %q twice", locale, sentence)
				}
				said[sentence] = true
				if !strings.Contains(sentence, "EUR") || !strings.Contains(sentence, "7") || !strings.HasSuffix(sentence, ".") || strings.ContainsAny(sentence, "{}!\u00a0") {
					t.Errorf("%s %s %s: %q", locale, kind, progress, sentence)
				}
				promised := kind == recovery.KindCoupon && progress != recovery.RemedyByPerson
				if strings.Contains(sentence, "SORRYX") != promised || strings.Contains(sentence, "365") != promised {
					t.Errorf("%s %s %s: %q", locale, kind, progress, sentence)
				}
			}
		}
		if locale != "en" && remedyIn(t, locale, recovery.Debt{Kind: recovery.KindRefund}, recovery.RemedyByPerson) == "A colleague is arranging your compensation." {
			t.Errorf("%s speaks English", locale)
		}
	}
}

// A letter outside the text message alphabet more than doubles a message's parts.
func TestRemedySentencesFitTextMessages(t *testing.T) {
	money := recovery.Money{Amount: 123456, Currency: "eur"}
	for _, locale := range []string{"da", "de", "en", "fr", "it", "nb", "nl", "sv"} {
		for _, kind := range []recovery.RemedyKind{recovery.KindRefund, recovery.KindCoupon, recovery.KindCredit} {
			for _, progress := range []recovery.Progress{recovery.RemedyDone, recovery.RemedyComing, recovery.RemedyByPerson} {
				sentence := remedyIn(t, locale, recovery.Debt{Kind: kind, Money: money, Valid: recovery.DefaultCouponValid}, progress)
				if _, gsm := recovery.SMSParts(sentence); !gsm {
					t.Errorf("%s: %q", locale, sentence)
				}
			}
		}
	}
}
