package recovery_test

import (
	"strings"
	"testing"

	"makegood/recovery"
)

func TestSMSParts(t *testing.T) {
	for _, c := range []struct {
		text  string
		parts int
		gsm   bool
	}{
		{"", 0, true},
		{"a", 1, true},
		{strings.Repeat("a", 160), 1, true},
		{strings.Repeat("a", 161), 2, true},
		{strings.Repeat("a", 306), 2, true},
		{strings.Repeat("a", 307), 3, true},
		{strings.Repeat("€", 80), 1, true},
		{strings.Repeat("€", 81), 2, true},
		{strings.Repeat("é", 160), 1, true},
		{strings.Repeat("ł", 70), 1, false},
		{strings.Repeat("ł", 71), 2, false},
		{strings.Repeat("a", 134) + "ł", 3, false},
		{strings.Repeat("😀", 35), 1, false},
		{strings.Repeat("😀", 36), 2, false},
	} {
		if parts, gsm := recovery.SMSParts(c.text); parts != c.parts || gsm != c.gsm {
			t.Errorf("%.10q…: %d %v, want %d %v", c.text, parts, gsm, c.parts, c.gsm)
		}
	}
}

func TestLongestIsTheLongest(t *testing.T) {
	half, _ := recovery.ParsePercent("50")
	play := saying("{{.Customer.Name}} {{if .Complained}}{{.Attributes.parcel}}{{end}} {{.Remedy}}")
	play.Tiers = []recovery.Tier{
		{AtLeast: 1, Remedy: recovery.Remedy{Coupon: &recovery.Coupon{Percent: half, Valid: recovery.DefaultCouponValid}}},
		{AtLeast: 2, Remedy: recovery.Remedy{Refund: &recovery.Refund{Percent: half}}},
	}
	longest, err := play.Longest("en")
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"It will work shortly.", "Maximiliana Alexandrina von Hohenzollern Maximiliana"} {
		if !strings.Contains(longest.Text, part) {
			t.Errorf("%q is not in %q", part, longest.Text)
		}
	}
}
