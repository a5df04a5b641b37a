package proof

import (
	"regexp"
	"strings"
)

var (
	oneBrace = regexp.MustCompile(`\$?\{[^{}\n]*\}+|\{\s*\.[A-Za-z][\w.]*`)
	bracket  = regexp.MustCompile(`\[[^\[\]\n]{1,60}\]`)
	verb     = regexp.MustCompile(`%(?:\d+\$|\([\w.]+\))?[-+#0]*\d*(?:\.\d+)?[sdvqfu@]\b|%@`)
	notLower = regexp.MustCompile(`[^\pL\pM]+`)
)

// stoodFor is the name that the words between a placeholder's signs stand for, in the
// languages that we read; empty where it is a placeholder for something that has none.
var stoodFor = map[string]string{
	"name": ".Customer.Name", "customername": ".Customer.Name", "customersname": ".Customer.Name", "firstname": ".Customer.Name", "fullname": ".Customer.Name", "customer": ".Customer.Name",
	"vorname": ".Customer.Name", "kundenname": ".Customer.Name", "imię": ".Customer.Name", "imie": ".Customer.Name", "klient": ".Customer.Name",
	"id": ".Customer.ID", "customerid": ".Customer.ID", "locale": ".Customer.Locale", "customerlocale": ".Customer.Locale", "segment": ".Customer.Segment", "customersegment": ".Customer.Segment",
	"measure": ".Measure", "delay": ".Measure", "duration": ".Measure", "minutes": ".Measure", "hours": ".Measure", "delayminutes": ".Measure", "verspätung": ".Measure", "opóźnienie": ".Measure",
	"remedy": ".Remedy", "compensation": ".Remedy", "entschädigung": ".Remedy", "rekompensata": ".Remedy",
	"amount": ".Amount", "sum": ".Amount", "money": ".Amount", "refund": ".Amount", "credit": ".Amount", "betrag": ".Amount", "kwota": ".Amount",
	"code": ".Code", "coupon": ".Code", "couponcode": ".Code", "promocode": ".Code", "vouchercode": ".Code", "gutscheincode": ".Code", "kod": ".Code", "kodrabatowy": ".Code",
	"ref": ".Ref", "reference": ".Ref", "referencenumber": ".Ref", "referenz": ".Ref", "numerreferencyjny": ".Ref",
	"experience": ".Experience", "incident": ".Incident", "play": ".Play",
	"date": "", "time": "", "day": "", "number": "", "order": "", "ordernumber": "", "flight": "", "flightnumber": "", "link": "", "url": "", "phone": "", "email": "", "company": "", "companyname": "",
	"datum": "", "uhrzeit": "", "nummer": "", "data": "", "godzina": "", "numer": "", "todo": "", "tbd": "", "tbc": "", "xxx": "", "placeholder": "", "text": "",
}

// placeholders remarks on what was meant to become something, and would reach customers
// as it stands.
func (r *reader) placeholders(text written) {
	masked := plain(text.text)
	for _, at := range oneBrace.FindAllStringIndex(masked, -1) {
		r.placeholder(text, at)
	}
	for _, at := range bracket.FindAllStringIndex(masked, -1) {
		if inner := masked[at[0]+1 : at[1]-1]; isPlaceholder(inner) {
			r.placeholder(text, at)
		}
	}
	for _, at := range verb.FindAllStringIndex(masked, -1) {
		if at[0] == 0 || masked[at[0]-1] != '%' && (masked[at[0]-1] < '0' || masked[at[0]-1] > '9') { // of 10%s it is a share
			r.placeholder(text, at)
		}
	}
}

func (r *reader) placeholder(text written, at []int) {
	piece := text.text[at[0]:at[1]]
	mend := "write a name in two braces, such as {{.Amount}} or {{.Customer.Name}}, or take it out"
	if inner := strings.Trim(piece, "${}[] "); strings.HasPrefix(inner, ".Attributes.") {
		mend = "write {{" + inner + "}}"
	} else if name := stoodFor[onlyLetters(inner)]; name != "" {
		mend = "write {{" + name + "}}"
	}
	r.in(text, at[0], piece, Remark{
		Kind: Placeholder, What: "\"" + piece + "\" would reach customers as it stands",
		Why: "only what stands in two braces becomes something", Mend: mend,
	})
}

// isPlaceholder says whether what stands in brackets is meant to be replaced: a word
// that names something, or words that no language writes so.
func isPlaceholder(inner string) bool {
	if strings.ContainsAny(inner, "_\x00") || strings.HasPrefix(strings.TrimSpace(inner), ".") {
		return !strings.Contains(inner, "\x00")
	}
	words := onlyLetters(inner)
	_, known := stoodFor[words]
	return known || strings.HasPrefix(words, "insert") || strings.HasPrefix(words, "your")
}

func onlyLetters(s string) string { return notLower.ReplaceAllString(strings.ToLower(s), "") }
