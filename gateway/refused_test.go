package gateway_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
)

// Whatever is wrong with a request: the status says of which kind, the field is
// named, and nothing is signalled.
func TestRefused(t *testing.T) {
	event := func(old, new string) string { return strings.Replace(goodEvent, old, new, 1) }
	deep := strings.Repeat("[", 20_000) + strings.Repeat("]", 20_000)
	lines := good + "\n" + but("ops-77120", "ops-2") + "\n%s\n" + but("ops-77120", "ops-4")
	tests := []struct {
		name    string
		headers []string
		body    string
		status  int
		fields  []string
	}{
		{"no JSON", []string{asJSON}, "nonsense", 400, []string{""}},
		{"broken off", []string{asJSON}, good[:80], 400, nil},
		{"empty", []string{asJSON}, "", 400, []string{""}},
		{"blank", []string{asJSON}, " \n ", 400, []string{""}},
		{"null", []string{asJSON}, "null", 400, []string{""}},
		{"array", []string{asJSON}, "[" + good + "]", 400, []string{""}},
		{"string", []string{asJSON}, `"x"`, 400, []string{""}},
		{"two objects", []string{asJSON}, good + good, 400, []string{""}},
		{"not UTF-8", []string{asJSON}, but("Ada", "A\xffa"), 400, []string{"customer.name"}},
		{"NUL", []string{asJSON}, but("Ada", `A\u0000a`), 422, []string{"customer.name"}},
		{"wrong type of id", []string{asJSON}, but(`"ops-77120"`, "77120"), 400, []string{"id"}},
		{
			"wrong types, all of them",
			[]string{asJSON},
			strings.NewReplacer(`"ops-77120"`, "77120", `"Ada"`, "7", "192", `"192"`, "4960", `"4960"`).Replace(good), 400,
			[]string{"id", "measures.delay_minutes", "customer.name", "payment.amount"},
		},
		{"customer is no object", []string{asJSON}, `{"customer":"c-1"}`, 400, []string{"customer"}},
		{"null measure", []string{asJSON}, but("192", "null"), 400, []string{"measures.delay_minutes"}},
		{"unknown field", []string{asJSON}, but(`"incident"`, `"incidents"`), 400, []string{"incidents"}},
		{"unknown field in a different case", []string{asJSON}, but(`"incident"`, `"Incident"`), 400, []string{"Incident"}},
		{"unknown field, nested", []string{asJSON}, but(`"segment"`, `"segement"`), 400, []string{"customer.segement"}},
		{
			"unknown fields, all of them",
			[]string{asJSON},
			strings.NewReplacer(`"segment"`, `"a"`, `"charge"`, `"b"`, `"incident"`, `"c"`, `"currency"`, `"d"`).Replace(good), 400,
			[]string{"c", "customer.a", "payment.d"},
		},
		{"duplicate key", []string{asJSON}, but(`"incident"`, `"id"`), 400, []string{"id"}},
		{"duplicate key, nested", []string{asJSON}, but(`"segment"`, `"phone"`), 400, []string{"customer.phone"}},
		{"nested too deep", []string{asJSON}, but(`1200`, deep), 400, nil},
		{"nested deeper than is carried", []string{asJSON}, but(`1200`, `[[[[[[[[[[1]]]]]]]]]]`), 422, []string{"attributes"}},
		{"no time", []string{asJSON}, but("2026-11-21T11:02:00Z", "yesterday"), 400, []string{"observed_at"}},
		{"far future", []string{asJSON}, but("2026-11-21T11:02:00Z", "2031-11-21T11:02:00Z"), 422, []string{"observed_at"}},
		{"occurred after it was observed", []string{asJSON}, but("2026-11-21T10:10:00Z", "2026-11-21T11:30:00Z"), 422, []string{"occurred_at"}},
		{"phone that is none", []string{asJSON}, but("+12025550143", "12345"), 422, []string{"customer.phone"}},
		{"phone with words", []string{asJSON}, but("+12025550143", "+1800FLOWERS"), 422, []string{"customer.phone"}},
		{"e-mail that is none", []string{asJSON}, but("ada@example.com", "ada at example"), 422, []string{"customer.email"}},
		{"locale that is none", []string{asJSON}, but("pl-PL", "polish please"), 422, []string{"customer.locale"}},
		{"zone that is none", []string{asJSON}, but("Europe/Warsaw", "Mars/Olympus"), 422, []string{"customer.time_zone"}},
		{"amount 0", []string{asJSON}, but("4960", "0"), 422, []string{"payment.amount"}},
		{"amount below 0", []string{asJSON}, but("4960", "-1"), 422, []string{"payment.amount"}},
		{"amount 12.5", []string{asJSON}, but("4960", "12.5"), 400, []string{"payment.amount"}},
		{"amount beyond all", []string{asJSON}, but("4960", "9999999999999"), 422, []string{"payment.amount"}},
		{"unknown currency", []string{asJSON}, but(`"eur"`, `"xyz"`), 422, []string{"payment.currency"}},
		{"currency in capitals", []string{asJSON}, but(`"eur"`, `"EUR"`), 422, []string{"payment.currency"}},
		{"unknown trigger", []string{asJSON}, but("flight.delayed", "train.delayed"), 422, []string{"trigger"}},
		{"missing trigger", []string{asJSON}, but(`"trigger": "flight.delayed",`, ""), 422, []string{"trigger"}},
		{"missing measure", []string{asJSON}, but("delay_minutes", "delay_hours"), 422, []string{"measures.delay_minutes"}},
		{"missing customer", []string{asJSON}, `{"id":"a","trigger":"line.dropped","experience":"e","observed_at":"2026-11-21T11:02:00Z"}`, 422, []string{"customer.id"}},
		{"customer id is a phone", []string{asJSON}, but("c-1042", "+12025550143"), 422, []string{"customer.id"}},
		{"customer id is a phone in other words", []string{asJSON}, but("c-1042", "202-555-0143"), 422, []string{"customer.id"}},
		{"customer id is an e-mail", []string{asJSON}, but("c-1042", "ada@example.com"), 422, []string{"customer.id"}},
		{"ids with slashes", []string{asJSON}, strings.NewReplacer("ops-77120", "a/b", "LO391-2026-11-21", "a/../b").Replace(good), 422, []string{"id", "experience"}},
		{"id too long", []string{asJSON}, but("ops-77120", strings.Repeat("a", 201)), 422, []string{"id"}},
		{
			"everything at once",
			[]string{asJSON},
			strings.NewReplacer("ops-77120", "a b", "+12025550143", "1", "4960", "0", "flight.delayed", "x.y").Replace(good), 422,
			[]string{"id", "customer.phone", "payment.amount", "trigger"},
		},

		{"NDJSON with a bad third line", []string{asNDJSON}, fmt.Sprintf(lines, but("4960", "0")), 422, []string{"payment.amount"}},
		{"NDJSON with a third line that is no JSON", []string{asNDJSON}, fmt.Sprintf(lines, "nonsense"), 400, []string{""}},
		{"NDJSON with two bad lines", []string{asNDJSON}, fmt.Sprintf(lines, but("4960", "0")+"\n"+but("+12025550143", "1")), 422, []string{"payment.amount", "customer.phone"}},
		{"NDJSON, empty", []string{asNDJSON}, "\n \n", 400, []string{""}},

		{"event without id", []string{asEvent}, event(`"id": "ops-77120",`, ""), 422, []string{"id"}},
		{"event without source", []string{asEvent}, event(`"source": "/ops/flights",`, ""), 400, []string{"source"}},
		{"event without type", []string{asEvent}, event(`"type": "flight.delayed",`, ""), 422, []string{"trigger"}},
		{"event without subject", []string{asEvent}, event(`"subject": "LO391-2026-11-21",`, ""), 422, []string{"experience"}},
		{"event without time", []string{asEvent}, event(`"time": "2026-11-21T11:02:00Z",`, ""), 422, []string{"observed_at"}},
		{"event of another version", []string{asEvent}, event(`"1.0"`, `"0.3"`), 400, []string{"specversion"}},
		{"event without data", []string{asEvent}, goodEvent[:strings.Index(goodEvent, `, "data"`)] + "}", 422, nil},
		{"event with data that is no object", []string{asEvent}, event(goodEvent[strings.Index(goodEvent, `"data": `)+8:len(goodEvent)-1], `"x"`), 400, nil},
		{"event with unknown data", []string{asEvent}, event(`"segment"`, `"segement"`), 400, []string{"customer.segement"}},
		{"event with a field given twice", []string{asEvent}, event(`"source"`, `"id"`), 400, []string{"id"}},
		{"event with a wrong type", []string{asEvent}, event(`"ops-77120"`, `5`), 400, []string{"id"}},
		{
			"event that contradicts its data",
			[]string{asEvent},
			event(`"data": {`, `"data": {"id": "ops-1", "experience": "LO392", "observed_at": "2026-11-21T11:03:00Z", "trigger": "line.dropped", `), 422,
			[]string{"id", "trigger", "experience", "observed_at"},
		},
		{"event with data in XML", []string{asEvent}, event(`"source"`, `"datacontenttype": "application/xml", "source"`), 400, []string{"datacontenttype"}},
		{"event with base64 that is none", []string{asEvent}, event(`"data": {`, `"data_base64": "***", "data": {`), 400, []string{"data_base64"}},
		{"event with both kinds of data", []string{asEvent}, event(`"data": {`, `"data_base64": "e30=", "data": {`), 400, []string{"data_base64"}},
		{"event that is a list", []string{asEvent}, "[" + goodEvent + "]", 400, []string{""}},
		{"event that is null", []string{asEvent}, "null", 400, nil},

		{"batch with a bad second event", []string{asEvents}, "[" + goodEvent + "," + event("4960", "0") + "]", 422, []string{"payment.amount"}},
		{"batch that breaks off", []string{asEvents}, "[" + goodEvent + ",", 400, nil},
		{"batch that is empty", []string{asEvents}, "[]", 400, []string{""}},
		{"batch that is no list", []string{asEvents}, goodEvent, 400, []string{""}},
		{"batch with something after it", []string{asEvents}, "[" + goodEvent + "]x", 400, nil},
		{"batch that is null", []string{asEvents}, "null", 400, []string{""}},
		{"batch of null", []string{asEvents}, "[null]", 400, nil},

		{"headers without a version", []string{asJSON, "Ce-Id: ops-77120", "Ce-Type: flight.delayed", "Ce-Source: /ops"}, goodData, 400, []string{"specversion"}},
		{"headers without id", headersBut("Ce-Id"), goodData, 422, []string{"id"}},
		{"headers without source", headersBut("Ce-Source"), goodData, 400, []string{"source"}},
		{"headers without subject", headersBut("Ce-Subject"), goodData, 422, []string{"experience"}},
		{"headers without time", headersBut("Ce-Time"), goodData, 422, []string{"observed_at"}},
		{"headers with no time", append(headersBut("Ce-Time"), "Ce-Time: yesterday"), goodData, 400, []string{"time"}},
		{"headers with a source that is none", append(headersBut("Ce-Source"), "Ce-Source: :%%"), goodData, 400, []string{"source"}},
		{"headers given twice", append(headersBut(""), "Ce-Id: ops-2"), goodData, 400, []string{"ce-Id"}},
		{"headers that contradict the data", headersBut(""), `{"id": "ops-9",` + goodData[1:], 422, []string{"id"}},
		{"headers and data that is no JSON", headersBut(""), "x", 400, []string{""}},
		{"a header that is only Ce-", append(headersBut("Ce-Id"), "Ce-: x"), goodData, 422, []string{"id"}},

		{"no content type", nil, good, 415, []string{""}},
		{"another content type", []string{"Content-Type: text/plain"}, good, 415, []string{""}},
		{"a form", []string{"Content-Type: application/x-www-form-urlencoded"}, good, 415, []string{""}},
		{"another charset", []string{"Content-Type: application/json; charset=latin1"}, good, 415, []string{""}},
		{"a content type that is none", []string{"Content-Type: ;;"}, good, 415, []string{""}},
		{"another encoding", []string{asJSON, "Content-Encoding: br"}, good, 415, []string{""}},
		{"gzip that is none", []string{asJSON, "Content-Encoding: gzip"}, good, 400, []string{""}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := newDoor()
			answer := d.post(test.body, test.headers...)
			if answer.Code != test.status {
				t.Fatalf("status %d, not %d: %s", answer.Code, test.status, answer.Body)
			}
			seen := refusalIn(t, answer)
			for _, field := range test.fields {
				if !slices.Contains(seen.fields(), field) {
					t.Errorf("%q is not named among %q", field, seen.fields())
				}
			}
			if test.fields != nil && len(seen.Errors) != len(test.fields) {
				t.Errorf("%d errors, not %d: %s", len(seen.Errors), len(test.fields), answer.Body)
			}
			if signals := d.temporal.taken(); len(signals) != 0 {
				t.Errorf("%d signals", len(signals))
			}
			if got := answer.Header().Get("Content-Type"); got != "application/json" {
				t.Errorf("answered as %q", got)
			}
		})
	}
}

func TestRefusedLinesAreNamed(t *testing.T) {
	d := newDoor()
	body := good + "\n\n" + but("4960", "0") + "\r\n" + good + "\nnonsense\n"
	seen := refusalIn(t, d.post(body, asNDJSON))
	if len(seen.Errors) != 2 || seen.Errors[0].Line != 3 || seen.Errors[1].Line != 5 {
		t.Errorf("%+v", seen.Errors)
	}
	seen = refusalIn(t, d.post("["+goodEvent+","+strings.Replace(goodEvent, "4960", "0", 1)+"]", asEvents))
	if len(seen.Errors) != 1 || seen.Errors[0].Line != 2 {
		t.Errorf("%+v", seen.Errors)
	}
	seen = refusalIn(t, d.post(strings.Repeat("x\n", 1000), asNDJSON))
	if len(seen.Errors) != 100 || seen.More != 900 {
		t.Errorf("%d told and %d more", len(seen.Errors), seen.More)
	}
}

func TestUnknownTriggerListsTheTriggersThereAre(t *testing.T) {
	seen := refusalIn(t, newDoor().post(but("flight.delayed", "train.delayed"), asJSON))
	if want := "send one of: flight.delayed, line.dropped"; seen.Errors[0].Right != want {
		t.Errorf("%q, not %q", seen.Errors[0].Right, want)
	}
}

func TestUnsupportedSaysWhatIsTaken(t *testing.T) {
	answer := newDoor().post(good, "Content-Type: text/xml")
	if right := refusalIn(t, answer).Errors[0].Right; !strings.Contains(right, "application/json") || !strings.Contains(right, "application/x-ndjson") {
		t.Error(right)
	}
	if !strings.Contains(answer.Header().Get("Accept-Post"), "application/cloudevents+json") {
		t.Error(answer.Header())
	}
}

func TestOtherMethodsAndAddresses(t *testing.T) {
	for _, test := range []struct{ method, target, allow string }{
		{http.MethodGet, "/v1/observations", "POST"},
		{http.MethodPut, "/v1/observations", "POST"},
		{http.MethodPost, "/v1/recoveries/" + goodRecovery, "GET, HEAD"},
		{http.MethodDelete, "/v1/surveys/check?customer=c-1", "GET, HEAD"},
		{http.MethodPost, "/metrics", "GET, HEAD"},
	} {
		answer := newDoor().ask(test.method, test.target, good, asJSON)
		if answer.Code != http.StatusMethodNotAllowed || answer.Header().Get("Allow") != test.allow {
			t.Errorf("%s %s: %d, Allow %q", test.method, test.target, answer.Code, answer.Header().Get("Allow"))
		}
		refusalIn(t, answer)
	}
	for _, target := range []string{"/", "/v1", "/v1/observations/", "/v2/observations", "/favicon.ico"} {
		answer := newDoor().ask(http.MethodGet, target, "")
		if answer.Code != http.StatusNotFound {
			t.Errorf("%s: %d", target, answer.Code)
		}
		refusalIn(t, answer)
	}
}
