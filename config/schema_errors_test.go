package config_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// What a schema says of a wrong remedy is about what is wrong in it, and not about
// every other form that it could have had.
func TestTheSchemaPointsAtWhatIsWrong(t *testing.T) {
	schema := schemaOf(t, "play")
	for _, test := range []struct{ remedy, at string }{
		{"{refund: {percent: many}}", "/tiers/1/remedy/refund/percent"},
		{"{refund: {amount: 5 euros}}", "/tiers/1/remedy/refund/amount"},
		{"{refund: {amount: [{valid_from: 2026-04-01, amount: 5}]}}", "/tiers/1/remedy/refund/amount/0/amount"},
		{"{credit: {percent: 25, per: soon}}", "/tiers/1/remedy/credit/per"},
		{"{credit: {amount: 1.00 EUR, per: 0}}", "/tiers/1/remedy/credit/per"},
		{"{coupon: {percent: 10, valid: 365}}", "/tiers/1/remedy/coupon/valid"},
		{"{refnd: {percent: 25}}", "/tiers/1/remedy"},
		{"{custom: {activity: 7 up, queue: q, words: {en: x}}}", "/tiers/1/remedy/custom/activity"},
		{"[{refund: {percent: 0}}, credit]", "/tiers/1/remedy/0/refund/percent"},
		{"[{refund: {percent: 25}}, cash]", "/tiers/1/remedy/0"}, // the validator counts from 0 what follows the first
		{"[{refund: {percent: 25}}, {coupon: {valid: long}}]", "/tiers/1/remedy/0/coupon/valid"},
		{"refund", "/tiers/1/remedy"},
	} {
		err := fits(t, schema, strings.Replace(sound, "{refund: {percent: 25}}", test.remedy, 1))
		var wrong *jsonschema.ValidationError
		if !errors.As(err, &wrong) {
			t.Errorf("%s: %v", test.remedy, err)
			continue
		}
		for _, at := range leaves(wrong) {
			if at != test.at {
				t.Errorf("%s: something is said of %s, want %s alone\n%v", test.remedy, at, test.at, err)
			}
		}
	}
}

// leaves are the places in the file that errors are about in the end.
func leaves(err *jsonschema.ValidationError) (all []string) {
	if len(err.Causes) == 0 {
		return []string{"/" + strings.Join(err.InstanceLocation, "/")}
	}
	for _, cause := range err.Causes {
		all = append(all, leaves(cause)...)
	}
	return all
}
