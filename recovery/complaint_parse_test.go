package recovery_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"makegood/recovery"
)

func TestParseComplaint(t *testing.T) {
	want := complaint(nil)
	for _, text := range []string{
		`{"id":"t-501","trigger":"flight.delayed","experience":"LO391-2026-11-21","complained_at":"2026-11-21T17:05:00Z","channel":"phone","customer":{"id":"c-1042"}}`,
		"\n {\"customer\": {\"id\": \"c-1042\"}, \"channel\": \"phone\", \"complained_at\": \"2026-11-21T17:05:00Z\", \"experience\": \"LO391-2026-11-21\", \"trigger\": \"flight.delayed\", \"id\": \"t-501\"}\n",
	} {
		got, err := recovery.ParseComplaint([]byte(text))
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("%v: %s", err, diff)
		}
	}
	if got := want.RecoveryID(); got != "recovery/flight.delayed/LO391-2026-11-21/c-1042" {
		t.Error(got)
	}
}

// What is wrong is said by its field, and what would be right is a complaint.
func TestParseComplaintRefuses(t *testing.T) {
	const whole = "send a complaint as a JSON object: id, trigger, experience, complained_at and customer.id"
	for _, c := range []struct{ text, field, wrong, right string }{
		{``, "", "there is nothing here", whole},
		{" \n", "", "there is nothing here", whole},
		{`null`, "", "this is null", whole},
		{` null `, "", "this is null", whole},
		{`nonsense`, "", "this is no JSON", whole},
		{`null, null`, "", "something follows the first JSON value", whole},
		{`[]`, "", "this is a list", whole},
		{`"t-501"`, "", "this is a string", whole},
		{`{`, "", "this is no JSON: it breaks off", whole},
		{`{"id":"t-501"} {}`, "", "something follows the first JSON value", whole},
		{`{"id": nothing}`, "id", "this is no JSON", whole},
		{`{"id":"a","id":"b"}`, "id", "this field is given twice", "give it once"},
		{`{"id":5}`, "id", "this is a number", "send a string"},
		{`{"name":"Ada"}`, "name", "this field is not known", "leave it out"},
		{`{"customer":{"id":"c-1","phone":"+12025550143"}}`, "customer.phone", "this field is not known", "leave it out"},
		{`{"customer":"c-1042"}`, "customer", "this is a string", "send an object"},
		{`{"complained_at":"at noon"}`, "complained_at", "this is no time", "write RFC 3339, such as 2026-11-21T18:02:00Z"},
		{`{"complained_at":5}`, "complained_at", "this is no time", "write RFC 3339, such as 2026-11-21T18:02:00Z"},
		{"{\"channel\":\"\xff\"}", "channel", "this is not UTF-8", "send text in UTF-8"},
	} {
		got, err := recovery.ParseComplaint([]byte(c.text))
		want := recovery.Problems{{Field: c.field, Wrong: c.wrong, Right: c.right}}
		var problems recovery.Problems
		if got != nil || !errors.As(err, &problems) || !slices.Equal(problems, want) {
			t.Errorf("%s: %v\nwant %v", c.text, err, want)
		}
	}
}
