package gateway_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"makegood/recovery"
)

const (
	goodData  = `{"occurred_at": "2026-11-21T10:10:00Z", "measures": {"delay_minutes": 192}, "incident": "storm-23", "attributes": {"origin": "WAW", "distance_km": 1200}, "customer": {"id": "c-1042", "name": "Ada", "phone": "+12025550143", "email": "ada@example.com", "locale": "pl-PL", "time_zone": "Europe/Warsaw", "segment": "gold"}, "payment": {"payment_intent": "pi_3Nx", "customer": "cus_9s6", "amount": 4960, "currency": "eur"}}`
	goodEvent = `{"specversion": "1.0", "id": "ops-77120", "source": "/ops/flights", "type": "flight.delayed", "subject": "LO391-2026-11-21", "time": "2026-11-21T11:02:00Z", "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "data": ` + goodData + `}`
)

// headersBut is the sound observation as headers of a CloudEvent, save one.
func headersBut(name string) (headers []string) {
	for _, header := range []string{asJSON, "Ce-Specversion: 1.0", "Ce-Id: ops-77120", "Ce-Source: /ops/flights", "Ce-Type: flight.delayed", "Ce-Subject: LO391-2026-11-21", "Ce-Time: 2026-11-21T11:02:00Z", "Ce-Traceparent: x"} {
		if name == "" || !strings.HasPrefix(header, name+":") {
			headers = append(headers, header)
		}
	}
	return headers
}

// Each form of the same observation is the same signal.
func TestAccepted(t *testing.T) {
	want, err := recovery.ParseObservation([]byte(good))
	if err != nil {
		t.Fatal(err)
	}
	repeated := strings.Replace(goodEvent, `"data": {`, `"data": {"id": "ops-77120", "trigger": "flight.delayed", "experience": "LO391-2026-11-21", "observed_at": "2026-11-21T12:02:00+01:00", `, 1)
	inData := strings.Replace(repeated, `"subject": "LO391-2026-11-21", "time": "2026-11-21T11:02:00Z",`, "", 1)
	for _, test := range []struct {
		name    string
		headers []string
		body    string
	}{
		{"JSON", []string{asJSON}, good},
		{"JSON with a charset", []string{"Content-Type: application/json; charset=UTF-8"}, good},
		{"JSON with blanks around it", []string{asJSON}, "\r\n " + good + "\n\n"},
		{"packed", []string{asJSON, "Content-Encoding: gzip"}, packed(good)},
		{"NDJSON of one", []string{asNDJSON}, good},
		{"JSON lines of one", []string{"Content-Type: application/jsonl"}, good + "\n"},
		{"event", []string{asEvent}, goodEvent},
		{"event that repeats itself", []string{asEvent}, repeated},
		{"event with subject and time in its data", []string{asEvent}, inData},
		{"batch", []string{asEvents}, "[" + goodEvent + "]"},
		{"headers", headersBut(""), goodData},
		{"headers without time, which is in the data", headersBut("Ce-Time"), `{"observed_at": "2026-11-21T11:02:00Z", ` + goodData[1:]},
		{"headers with another JSON", append(headersBut("Content-Type"), "Content-Type: application/vnd.example+json"), goodData},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDoor()
			answers := takenIn(t, d.post(test.body, test.headers...))
			if diff := cmp.Diff([]takenSeen{{Recovery: goodRecovery}}, answers); diff != "" {
				t.Error(diff)
			}
			signals := d.temporal.taken()
			if len(signals) != 1 {
				t.Fatalf("%d signals", len(signals))
			}
			got := signals[0]
			if got.id != goodRecovery || got.name != "observe" || got.workflow != "Recovery" || got.options.ID != goodRecovery || got.options.TaskQueue != "makegood" || got.options.Memo["play"] == nil {
				t.Errorf("%+v", got)
			}
			if diff := cmp.Diff(want, got.observation); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEventInBase64(t *testing.T) {
	d := newDoor()
	body := `{"specversion":"1.0","id":"a","source":"/s","type":"line.dropped","subject":"e","time":"2026-11-21T11:02:00Z","data_base64":"eyJjdXN0b21lciI6eyJpZCI6ImMtMSJ9fQ=="}`
	if got := takenIn(t, d.post(body, asEvent)); got[0].Recovery != "recovery/line.dropped/e/c-1" {
		t.Errorf("%+v", got)
	}
}

// Answers come in the order of the lines, and those of one recovery are
// signalled in that order too.
func TestManyKeepTheirOrder(t *testing.T) {
	d := newDoor()
	var body strings.Builder
	const lines = 2000
	for i := range lines {
		fmt.Fprintln(&body, strings.NewReplacer("ops-77120", fmt.Sprintf("ops-%d", i), "c-1042", fmt.Sprintf("c-%d", i%7)).Replace(good))
	}
	answers := takenIn(t, d.post(body.String(), asNDJSON))
	if len(answers) != lines || len(d.temporal.taken()) != lines {
		t.Fatalf("%d answers, %d signals", len(answers), len(d.temporal.taken()))
	}
	for i, answer := range answers {
		if want := fmt.Sprintf("/c-%d", i%7); !strings.HasSuffix(answer.Recovery, want) || answer.Duplicate {
			t.Fatalf("line %d: %+v", i+1, answer)
		}
	}
	last := map[string]int{}
	for _, signal := range d.temporal.taken() {
		var n int
		_, _ = fmt.Sscanf(signal.observation.ID, "ops-%d", &n)
		if before, seen := last[signal.id]; seen && n < before {
			t.Fatalf("%s: %d after %d", signal.id, n, before)
		}
		last[signal.id] = n
	}
}

func packed(text string) string {
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	_, _ = zip.Write([]byte(text))
	_ = zip.Close()
	return out.String()
}
