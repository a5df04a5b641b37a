package backtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"makegood/recovery"
)

var clock = time.Date(2026, 11, 21, 18, 0, 0, 0, time.UTC)

// agrees fails the test where the quick way takes a line that the strict one refuses, or
// reads anything else in it. It returns whether the quick way took it.
func agrees(t interface {
	Helper()
	Fatalf(format string, values ...any)
}, line []byte,
) bool {
	t.Helper()
	var f fields
	if !f.scan(line) || !newSound(clock).check(&f) {
		return false
	}
	want, err := recovery.ParseObservation(line)
	if err == nil {
		err = want.Check(clock)
	}
	if err != nil {
		t.Fatalf("taken, and refused by the strict way: %s\n%v", line, err)
	}
	if difference := cmp.Diff(want, f.observation()); difference != "" {
		t.Fatalf("%s\n%s", line, difference)
	}
	return true
}

// What encoders write is read the quick way: else nothing would be gained by it.
func TestPlainLinesAreReadTheQuickWay(t *testing.T) {
	for _, line := range []string{
		`{"id":"ops-77120","trigger":"flight.delayed","experience":"LO391-2026-11-21","observed_at":"2026-11-21T17:02:00Z","occurred_at":"2026-11-21T17:01:59.999999999+01:00","measures":{"delay_minutes":192,"x":-0.25,"y":1.5},"resolved":false,"incident":"storm-23","attributes":{"origin":"WAW","distance_km":1200,"vip":true,"note":null,"quoted":"a \"b\" \u00e9"},"customer":{"id":"c-1042","name":"Zo\u00eb Łącka","phone":"+12025550143","email":"ada.l+x@example.com","locale":"pl-PL","time_zone":"Europe/Warsaw","segment":"gold"},"payment":{"payment_intent":"pi_3Nx","charge":"ch_1","customer":"cus_9s6","amount":4960,"currency":"eur"}}`,
		` { "id" : "1" , "trigger":"a" ,"experience":"b","observed_at":"2024-02-29T23:59:59Z" , "measures" : { } , "attributes":{},"customer":{"id":"20261121"} } `,
	} {
		if !agrees(t, []byte(line)) {
			t.Errorf("this is left to the strict way: %s", line)
		}
	}
	for line := range bytes.Lines(newFlights(3, 50).lines(500)) {
		if !agrees(t, line) {
			t.Errorf("this is left to the strict way: %s", line)
		}
	}
}

// drawLine is a line as it may come: mostly right, and wrong in any of many ways.
func drawLine(random *rand.Rand) string {
	value := func(values ...string) string {
		switch random.IntN(60) {
		default:
			return values[0]
		case 1, 2, 3, 4, 5:
		case 0:
			values = []string{`null`, `5`, `""`, `"a"`, `[]`, `{}`, `"a\u0041"`, `"\ud800"`, "\"\xff\"", "\"a\x01\"", `"é"`, `"+12025550143"`, `"202-555-0143"`, `"."`, `true`, `1e3`, `-0`, `01`, `1.`, `.5`, `99999999999999999999`, `"` + strings.Repeat("x", 201) + `"`, `"a\u2028b"`, "\"a\u0085\""}
		}
		return pick(random, values...)
	}
	object := func(members map[string][]string, names ...string) string {
		var parts []string
		for _, each := range names {
			times := pick(random, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 2)
			for range times {
				written := each
				if random.IntN(40) == 1 {
					written = `\u00` + "69" + each[1:]
				}
				parts = append(parts, `"`+written+`":`+pick(random, "", " ", "\t")+value(members[each]...))
			}
		}
		if random.IntN(90) == 1 {
			parts = append(parts, `"more":1`)
		}
		random.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		text := "{" + strings.Join(parts, ",") + "}"
		return text[:len(text)-pick(random, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)]
	}
	times := []string{
		`"2026-11-21T17:02:00Z"`, `"2026-11-21T17:02:00.5+01:00"`, `"2024-02-29T00:00:00Z"`, `"2023-02-29T00:00:00Z"`, `"2026-11-21T17:58:00Z"`, `"2026-11-21T18:04:00Z"`, `"2027-01-01T00:00:00Z"`,
		`"1969-12-31T23:59:59Z"`, `"1970-01-01T00:00:00Z"`, `"0001-01-01T00:00:00Z"`, `"2026-11-21t17:02:00z"`, `"2026-13-01T00:00:00Z"`, `"2026-11-31T00:00:00Z"`, `"2026-11-21T24:00:00Z"`, `"2026-11-21T17:60:00Z"`,
		`"2026-11-21T17:02:60Z"`, `"2026-11-21 17:02:00Z"`, `"2026-11-21T17:02:00"`, `"2026-11-21T17:02:00.Z"`, `"2026-11-21T17:02:00.1234567891Z"`, `"2026-11-21T17:02:00,5Z"`, `"2026-11-21T17:02:00+24:00"`, `"2026-11-21T17:02:00-00:00"`, `"2026-11-21T17:02:00+0100"`, `"2026-11-21T7:02:00Z"`,
	}
	numbers := []string{`192`, `0`, `-5`, `0.1`, `-0.25`, `123456789012345`, `1234567890123456`, `0.3333333333333333`, `12345.678901234567`, `1e2`, `1E999`, `-`, `1-2`}
	parts := map[string][]string{
		"id": {`"a-1"`}, "trigger": {`"flight.delayed"`}, "experience": {`"LO391"`}, "incident": {`"storm"`, `""`},
		"observed_at": times, "occurred_at": times,
		"resolved":   {`true`, `false`, `null`, `"yes"`, `tru`},
		"measures":   {object(map[string][]string{"a": numbers, "b": numbers, "c": {`5`}}, "a", "b", "c")},
		"attributes": {object(map[string][]string{"a": append(numbers, `"x"`, `"<"`), "b": {`true`, `null`, `nul`, `[1]`}, "c": {`"y"`}}, "a", "b", "c"), `{}`, `{"a":{"b":1}}`},
		"customer": {object(map[string][]string{
			"id": {`"c-1"`, `"c-1"`, `"+12025550143"`, `"2025550143"`, `"07700900123"`, `"a@b"`}, "name": {`"Ada"`, `"Zoë"`, `""`}, "phone": {`"+12025550143"`, `"+447700900123"`, `"12"`, `""`},
			"email": {`"ada@example.com"`, `"a.b+c@x.example.com"`, `"a..b@example.com"`, `"@"`, `"a@"`, `"Ada <ada@example.com>"`, `"ädä@example.com"`}, "locale": {`"pl-PL"`, `"xx-1"`, `""`}, "time_zone": {`"Europe/Warsaw"`, `"Local"`, `"Mars/One"`}, "segment": {`"gold"`},
		}, "id", "name", "phone", "email", "locale", "time_zone", "segment")},
		"payment": {object(map[string][]string{
			"payment_intent": {`"pi_1"`, `""`}, "charge": {`"ch_1"`}, "customer": {`"cus_1"`}, "amount": {`4960`, `0`, `-1`, `1.5`, `999999999999`, `1000000000000`, `12345678901234567`}, "currency": {`"eur"`, `"usd"`, `"EUR"`, `"xxx"`, `"zzz"`},
		}, "payment_intent", "charge", "customer", "amount", "currency"), `null`},
	}
	line := object(parts, "id", "trigger", "experience", "observed_at", "occurred_at", "measures", "resolved", "incident", "attributes", "customer", "payment")
	return pick(random, "", "", "", "", "", "", "", "", "", "", "", "", " ", "\v", "x") + line + pick(random, []string{"", "", "", "", "", "", "", "", "", "", "", "", "\r", " {}", ","}...)
}

func pick[T any](random *rand.Rand, from ...T) T { return from[random.IntN(len(from))] }

func TestTheQuickWayAgreesWithTheStrictOne(t *testing.T) {
	taken := 0
	rapid.Check(t, func(t *rapid.T) {
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
		for range 50 {
			if agrees(t, []byte(drawLine(random))) {
				taken++
			}
		}
	})
	if taken < 30 {
		t.Errorf("only %d lines were read the quick way", taken)
	}
}

func FuzzTheQuickWayAgreesWithTheStrictOne(f *testing.F) {
	f.Add(newFlights(5, 9).lines(1))
	f.Add([]byte(`{"id":"1","trigger":"a","experience":"b","observed_at":"2024-02-29T23:59:59.5-07:30","measures":{"a":1.25},"attributes":{"a":[1]},"customer":{"id":"c","name":"\u00e9"},"payment":{"amount":1,"currency":"eur"}}`))
	f.Fuzz(func(t *testing.T, line []byte) { agrees(t, line) })
}

// What is kept of a flight for a decision is what the play itself takes from it.
func TestASightingIsThePlaysOwn(t *testing.T) {
	play := *lateFlight(t)
	play.Exempt = recovery.Exempt{"cause": {"weather"}, "origin": {"DTW"}}
	r := quietReader(t, bookOf(&play))
	j := newJudge(r.book, clock, 0)
	for line := range bytes.Lines(newFlights(11, 50).lines(300)) {
		if err := errors.Join(r.parse(bytes.TrimSpace(line)), r.fill(r.book.routes[play.Trigger], 7)); err != nil {
			t.Fatal(err)
		}
		j.group = []record{{}, {}} // of one alone the id is not kept
		j.group[0].read(r.record.append(nil))
		j.group[0].key = r.record.key
		j.groups++
		seen, _ := j.seen(r.book.trials[0], 0)
		var o recovery.Observation
		if err := json.Unmarshal(line, &o); err != nil {
			t.Fatal(err)
		}
		if difference := cmp.Diff(play.SightingOf(&o), seen.Sightings[0]); difference != "" {
			t.Fatal(difference)
		}
	}
}
