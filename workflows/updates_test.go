package workflows

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestWhatPeopleTypeIsReadStrictly(t *testing.T) {
	var retry Retry
	for typed, wants := range map[string]string{
		`{"who": "sam", "why": "x", "telephone": "+1"}`:    "telephone: this field is not known; there are who, why, phone, email and payment",
		`{"who": "sam", "why": "x", "payment": "pi_1"}`:    "payment",
		`{"who": "sam", "why": "x", "phone": 12025550143}`: "phone",
		`"sam"`: "who, why, phone",
	} {
		err := json.Unmarshal([]byte(typed), &retry)
		if err == nil || !strings.Contains(err.Error(), wants) || strings.Contains(err.Error(), "Go ") {
			t.Errorf("%s: %v, want %q", typed, err, wants)
		}
	}
	if err := json.Unmarshal([]byte(`{"who": "sam", "why": "x", "payment": {"payment_intent": "pi_1", "amount": 5, "currency": "eur"}}`), &retry); err != nil || retry.Payment.Amount != 5 {
		t.Errorf("%+v, %v", retry, err)
	}
	for typed, want := range map[string]TierName{`180`: "180", `"180"`: "180", `"4h"`: "4h", `25.5`: "25.5"} {
		var confirm Confirm
		if err := json.Unmarshal([]byte(`{"who": "sam", "why": "x", "tier": `+typed+`}`), &confirm); err != nil || confirm.Tier != want {
			t.Errorf("%s: %q, %v", typed, confirm.Tier, err)
		}
	}
}
