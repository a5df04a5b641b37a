package gateway_test

import (
	"testing"

	"makegood/recovery"
)

// Whatever comes in as whatever: no panic, no 5xx, and every signal is of an
// observation that is sound.
func FuzzObservations(f *testing.F) {
	for _, header := range []string{asJSON, asNDJSON, asEvent, asEvents} {
		for _, body := range []string{good, goodEvent, "[" + goodEvent + "]", good + "\n" + good, goodData, "", "null", "[[[[", `{"specversion":"1.0","data_base64":1}`, "{\"id\":\"\xff\"}", but("192", "1e999"), but("192", "null")} {
			f.Add(header, "", body)
		}
	}
	f.Add(asJSON, "ops-1", goodData)
	f.Add(asJSON+"; charset=utf-8", "\x00", goodData)
	f.Fuzz(func(t *testing.T, header, ceID, body string) {
		d := newDoor()
		headers := []string{header}
		if ceID != "" {
			headers = append(headersBut("Ce-Id"), "Ce-Id: "+ceID)
		}
		answer := d.post(body, headers...)
		signals := d.temporal.taken()
		switch {
		case answer.Code >= 500:
			t.Fatalf("%d: %s", answer.Code, answer.Body)
		case answer.Code != 202:
			refusalIn(t, answer)
			if len(signals) != 0 {
				t.Fatalf("%d, and %d signals", answer.Code, len(signals))
			}
		case len(signals) == 0:
			t.Fatal("acknowledged, and no signal")
		}
		for _, signal := range signals {
			play := playbook()[signal.observation.Trigger]
			if play == nil || signal.observation.Check(noon) != nil || play.Check(signal.observation) != nil || signal.id != signal.observation.RecoveryID() {
				t.Fatalf("signalled: %+v", signal.observation)
			}
			if _, err := recovery.NormalPhone(signal.observation.Customer.Phone); signal.observation.Customer.Phone != "" && err != nil {
				t.Fatalf("signalled: %+v", signal.observation)
			}
		}
	})
}
