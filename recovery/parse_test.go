package recovery_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"makegood/recovery"
)

// Each thing that is wrong with the JSON is named by its field, and said in words.
func TestParseObservationRefuses(t *testing.T) {
	for _, test := range []struct {
		text string
		want []string // "field: what is wrong"
	}{
		{``, []string{": there is nothing here"}},
		{" \n", []string{": there is nothing here"}},
		{`null`, []string{": this is null"}},
		{`[]`, []string{": this is a list"}},
		{`[{"id":"a"}]`, []string{": this is a list"}},
		{`"x"`, []string{": this is a string"}},
		{`5`, []string{": this is a number"}},
		{`true`, []string{": this is true or false"}},
		{`nonsense`, []string{": this is no JSON"}},
		{`{"id":"a",}`, []string{": this is no JSON"}},
		{`{`, []string{": this is no JSON: it breaks off"}},
		{`{"customer":{"id":"c-`, []string{"customer.id: this is no JSON: it breaks off"}},
		{`{"id":"a"} {}`, []string{": something follows the first JSON value"}},
		{"{}\n{}", []string{": something follows the first JSON value"}},
		{"{\"customer\":{\"name\":\"\xff\"}}", []string{"customer.name: this is not UTF-8"}},
		{`{"id":"\ud800"}`, []string{"id: this is no JSON"}},
		{`{"id":"a","id":"b"}`, []string{"id: this field is given twice"}},
		{`{"customer":{"id":"a","id":"a"}}`, []string{"customer.id: this field is given twice"}},
		{`{"attributes":{"a":1,"a":2}}`, []string{"attributes.a: this field is given twice"}},
		{`{"idd":1}`, []string{"idd: this field is not known"}},
		{`{"Id":"a"}`, []string{"Id: this field is not known"}},
		{`{"a/b":1,"c~d":2}`, []string{"a/b: this field is not known", "c~d: this field is not known"}},
		{`{"customer":{"fone":"x"}}`, []string{"customer.fone: this field is not known"}},
		{`{"payment":{"amount":12.5}}`, []string{"payment.amount: this is no whole number, or too large"}},
		{`{"payment":{"amount":4960.0}}`, []string{"payment.amount: this is no whole number, or too large"}},
		{`{"payment":{"amount":99999999999999999999}}`, []string{"payment.amount: this is no whole number, or too large"}},
		{`{"payment":{"amount":"12"}}`, []string{"payment.amount: this is a string"}},
		{`{"payment":{"currency":5}}`, []string{"payment.currency: this is a number"}},
		{`{"payment":"pi_3Nx"}`, []string{"payment: this is a string"}},
		{`{"measures":{"a":null}}`, []string{"measures.a: this is null"}},
		{`{"measures":{"a":"b"}}`, []string{"measures.a: this is a string"}},
		{`{"measures":{"a":1e999}}`, []string{"measures.a: this number is too large"}},
		{`{"measures":[]}`, []string{"measures: this is a list"}},
		{`{"observed_at":"yesterday"}`, []string{"observed_at: this is no time"}},
		{`{"observed_at":"2026-11-21T18:02:00"}`, []string{"observed_at: this is no time"}},
		{`{"observed_at":5}`, []string{"observed_at: this is no time"}},
		{`{"resolved":"yes"}`, []string{"resolved: this is a string"}},
		{`{"customer":"c-1"}`, []string{"customer: this is a string"}},
		{`{"attributes":5}`, []string{"attributes: this is a number"}},

		{`{"id":5,"trigger":"t","customer":{"id":5,"fone":"x","name":"Ada"},"measures":{"a":"b","c":1,"d":null},"payment":{"amount":1.5},"more":{"x":1}}`, []string{
			"id: this is a number", "customer.id: this is a number", "customer.fone: this field is not known", "measures.a: this is a string",
			"measures.d: this is null", "payment.amount: this is no whole number, or too large", "more: this field is not known",
		}},
		{`{"id":5,"id":6,"more":1}`, []string{"id: this is a number"}}, // not sound JSON: only the first
		{`{"` + strings.Repeat("a", 300) + `":1}`, []string{"…: this field is not known"}},
	} {
		_, err := recovery.ParseObservation([]byte(test.text))
		var problems recovery.Problems
		if !errors.As(err, &problems) {
			t.Errorf("%s: %v", test.text, err)
			continue
		}
		var got []string
		for _, problem := range problems {
			got = append(got, problem.Field+": "+problem.Wrong)
			if problem.Right == "" {
				t.Errorf("%s: %q does not say what would be right", test.text, problem)
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("%s:\n got %q\nwant %q", test.text, got, test.want)
		}
	}
}

// What an encoder may write for a field that it has nothing for is taken as such.
func TestParseObservationTakes(t *testing.T) {
	o, err := recovery.ParseObservation([]byte(" {\"id\":\"a\",\"occurred_at\":null,\"measures\":{\"a\":-0.5e1,\"b\":0},\"resolved\":null,\"incident\":null,\"attributes\":{\"x\":[null,{\"y\":1}]},\"payment\":null}\r\n"))
	if err != nil {
		t.Fatal(err)
	}
	if o.ID != "a" || o.Measures["a"] != -5 || len(o.Measures) != 2 || o.Payment != nil || o.Resolved || !o.OccurredAt.IsZero() || len(o.Attributes) != 1 {
		t.Errorf("%+v", o)
	}
}

func TestParseObservationTellsSoManyProblems(t *testing.T) {
	var text strings.Builder
	text.WriteString(`{"id":"a"`)
	for i := range 10_000 {
		fmt.Fprintf(&text, `,"f%d":1`, i)
	}
	_, err := recovery.ParseObservation([]byte(text.String() + "}"))
	var problems recovery.Problems
	if !errors.As(err, &problems) || len(problems) != 50 {
		t.Errorf("%d", len(problems))
	}
}

// Whatever is parsed: never a panic; what is refused is refused with words that
// can stand in an answer; what is taken comes out the same when it is written
// and read again.
func FuzzParseObservation(f *testing.F) {
	for _, seed := range []string{
		``, `null`, `{}`, `[]`, `{"id":"a","id":"b"}`, `{"measures":{"a":null}}`, `{"customer":{"x":1},"y":2}`, "{\"\xff\":1}", `{"payment":{"amount":12.5}}`, `{"a":{"b":{"c":[1e999]}}}`,
		`{"id":"ops-77120","trigger":"flight.delayed","experience":"LO391","observed_at":"2026-11-21T18:02:00.5+01:00","measures":{"delay_minutes":192},"attributes":{"a":[1,"<",null]},"customer":{"id":"c-1042","phone":"+12025550143"},"payment":{"amount":4960,"currency":"eur"}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		o, err := recovery.ParseObservation(text)
		if err != nil {
			var problems recovery.Problems
			if !errors.As(err, &problems) || len(problems) == 0 || len(problems) > 50 || o != nil {
				t.Fatalf("%v", err)
			}
			return
		}
		_ = o.Check(now)
		written, err := writeObservation(o)
		if err != nil {
			t.Fatalf("what was taken cannot be written: %v", err)
		}
		again, err := recovery.ParseObservation(written)
		if err != nil {
			t.Fatalf("%s: %v", written, err)
		}
		rewritten, err := writeObservation(again)
		if err != nil || string(rewritten) != string(written) {
			t.Fatalf("%s, then %s", written, rewritten)
		}
	})
}
