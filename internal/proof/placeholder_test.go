package proof

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"makegood/recovery"
)

// What was meant to be replaced, and would be sent as it stands, is said with what was
// meant.
func TestPlaceholders(t *testing.T) {
	for text, want := range map[string]string{
		"{.Customer.Name}, sorry. {{.Remedy}}":                      "1 {.Customer.Name}: write {{.Customer.Name}}",
		"Dear {Name}, sorry. {{.Remedy}}":                           "6 {Name}: write {{.Customer.Name}}",
		"${amount} {{.Remedy}}":                                     "1 ${amount}: write {{.Amount}}",
		"{{.Remedy}} {.Ref}} { .Attributes.gate }":                  "13 {.Ref}}: write {{.Ref}}\n21 { .Attributes.gate }: write {{.Attributes.gate}}",
		"{{.Remedy}} {.Ref and no more":                             "13 {.Ref: write {{.Ref}}",
		"{what?} {{.Remedy}}":                                       "1 {what?}: write a name in two braces, such as {{.Amount}} or {{.Customer.Name}}, or take it out",
		"[Amount] [KUNDENNAME] {{.Remedy}}":                         "1 [Amount]: write {{.Amount}}\n10 [KUNDENNAME]: write {{.Customer.Name}}",
		"[FIRST_NAME] [insert apology here] [date] {{.Remedy}}":     "1 [FIRST_NAME]: write {{.Customer.Name}}\n14 [insert apology here]: OWN\n36 [date]: OWN",
		"Dear %s, you get %.2f%% or %d. {{.Remedy}}":                "6 %s: OWN\n18 %.2f: OWN\n28 %d: OWN",
		`{{plural "one" "call of %s" "other" "calls"}} {{.Remedy}}`: "25 %s: OWN",

		"[Makegood] Sorry [again] [1] (Name). 10%d 5 % sure, 100%. {{.Remedy}}": "",
		"[{{.Ref}}] :-} {{.Remedy}} { and }":                                    "28 { and }: OWN",
	} {
		proof, err := Read(work(play(text)))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, one := range proof.Remarks {
			if one.Kind != Placeholder {
				t.Errorf("%s: %+v", text, one)
			}
			got = append(got, fmt.Sprintf("%d %s: %s", one.Column, one.Piece, one.Mend))
		}
		want = strings.ReplaceAll(want, "OWN", "write a name in two braces, such as {{.Amount}} or {{.Customer.Name}}, or take it out")
		if diff := cmp.Diff(want, strings.Join(got, "\n")); diff != "" {
			t.Errorf("%s:\n%s", text, diff)
		}
	}
}

// A code is looked for where no coupon is given.
func TestCodesOfNothing(t *testing.T) {
	const what = "no_code 13: this becomes nothing: no tier of the play gives a coupon, nor does another way of one"
	for text, c := range map[string]struct {
		play *recovery.Play
		want string
	}{
		"none":         {play("{{.Remedy}} {{.Code}}"), what},
		"a tier":       {play("{{.Remedy}} {{.Code}}", coupon), ""},
		"another way":  {play("{{.Remedy}} {{.Code}}", couponWay), ""},
		"asked first":  {play("{{.Remedy}} {{if .Code}}Code: {{.Code}}{{end}}"), ""},
		"in a subject": {play("{{.Remedy}}", func(p *recovery.Play) { p.Apology.Subject = map[string]string{"en": "Your code is {{or .Code .Ref}}"} }), strings.Replace(what, "13", "14", 1)},
	} {
		t.Run(text, func(t *testing.T) {
			proof, err := Read(work(c.play))
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, one := range proof.Remarks {
				got += fmt.Sprintf("%s %d: %s", one.Kind, one.Column, one.What)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A budget that a single customer exhausts is said.
func TestLowBudgets(t *testing.T) {
	euros := func(amount int64) *recovery.Money { return &recovery.Money{Amount: amount, Currency: "eur"} }
	pounds := recovery.Money{Amount: 1, Currency: "gbp"}
	const low = "40.00 EUR a day is less than a single customer gets: from 180 on it is 40.01 EUR"
	for name, c := range map[string]struct {
		remedy recovery.Remedy
		want   string
	}{
		"just enough":         {recovery.Remedy{Credit: &recovery.Credit{Amount: euros(4000)}}, ""},
		"a cent less":         {recovery.Remedy{Credit: &recovery.Credit{Amount: euros(4001)}}, low},
		"a coupon":            {recovery.Remedy{Coupon: &recovery.Coupon{Amount: euros(4001)}}, low},
		"the greater of":      {recovery.Remedy{Credit: &recovery.Credit{Amount: euros(4001), Percent: 5}}, low},
		"a sum":               {recovery.Remedy{Credit: &recovery.Credit{Sum: []recovery.Amount{{Amount: euros(4000)}, {Amount: euros(1)}, {Percent: 10}}}}, low},
		"a sum with a limit":  {recovery.Remedy{Credit: &recovery.Credit{Sum: []recovery.Amount{{Amount: euros(4000)}, {Amount: euros(1)}}, AtMost: euros(4000)}}, ""},
		"by date":             {recovery.Remedy{Coupon: &recovery.Coupon{Dated: []recovery.DatedMoney{{Money: *euros(1)}, {Money: *euros(4001)}}}}, low},
		"a share":             {recovery.Remedy{Credit: &recovery.Credit{Percent: 100}}, ""},
		"perhaps no period":   {recovery.Remedy{Credit: &recovery.Credit{Amount: euros(4001), Per: 60}}, ""},
		"a remedy of our own": {recovery.Remedy{Custom: &recovery.Custom{Words: map[string]string{"en": "Given."}}}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			p := owes(c.remedy, func(p *recovery.Play) {
				p.Settle = recovery.SettleResolved
				p.Budget = &recovery.Budget{PerDay: []recovery.Money{pounds, *euros(4000)}}
			})
			proof, err := Read(work(p))
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, one := range proof.Remarks {
				if one.Kind == LowBudget {
					got += one.What
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
