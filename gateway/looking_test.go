package gateway_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"go.temporal.io/api/serviceerror"

	"makegood/internal/ledger"
	"makegood/recovery"
)

func state(stage recovery.Stage) recovery.State {
	return recovery.State{ID: goodRecovery, Stage: stage, Seen: recovery.Seen{}, OpenedAt: noon, Receipts: []recovery.Receipt{}, Story: []recovery.Happened{}}
}

// The open workflow tells best, then the ledger, then the closed workflow.
func TestGetRecovery(t *testing.T) {
	of := func(stage recovery.Stage) map[string]recovery.State {
		return map[string]recovery.State{goodRecovery: state(stage)}
	}
	away := serviceerror.NewUnavailable("away")
	for _, test := range []struct {
		name   string
		open   map[string]recovery.State
		closed map[string]recovery.State
		record map[string]recovery.State
		query  error
		ledger error
		status int
		source string
		stage  string
	}{
		{"open", of(recovery.Confirmed), nil, of(recovery.Watching), nil, nil, 200, "workflow", "confirmed"},
		{"closed", nil, of(recovery.Delivered), of(recovery.Delivered), nil, nil, 200, "ledger", "delivered"},
		{"closed, and not in the ledger", nil, of(recovery.Dismissed), nil, nil, nil, 200, "workflow", "dismissed"},
		{"closed, and the ledger away", nil, of(recovery.Dismissed), nil, nil, errors.New("away"), 200, "workflow", "dismissed"},
		{"forgotten by Temporal", nil, nil, of(recovery.Delivered), nil, nil, 200, "ledger", "delivered"},
		{"Temporal away", nil, nil, of(recovery.Delivered), away, nil, 200, "ledger", "delivered"},
		{"Temporal away, not in the ledger", nil, nil, nil, away, nil, 503, "", ""},
		{"no such", nil, nil, nil, nil, nil, 404, "", ""},
		{"no workflow, and the ledger away", nil, nil, nil, nil, errors.New("away"), 503, "", ""},
		{"both away", nil, nil, nil, away, errors.New("away"), 503, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDoor()
			d.temporal.open, d.temporal.closed, d.temporal.query = test.open, test.closed, test.query
			d.ledger.records, d.ledger.err = test.record, test.ledger
			for _, id := range []string{goodRecovery, strings.ReplaceAll(goodRecovery, "/", "%2F")} {
				answer := d.ask(http.MethodGet, "/v1/recoveries/"+id, "")
				if answer.Code != test.status || answer.Header().Get("Makegood-Source") != test.source {
					t.Fatalf("%d from %q: %s", answer.Code, answer.Header().Get("Makegood-Source"), answer.Body)
				}
				if test.status != 200 {
					refusalIn(t, answer)
					continue
				}
				var got struct{ Recovery, Stage string }
				if err := json.Unmarshal(answer.Body.Bytes(), &got); err != nil || got.Recovery != goodRecovery || got.Stage != test.stage {
					t.Errorf("%s: %v", answer.Body, err)
				}
			}
		})
	}
}

func TestGetRecoveryOfNoID(t *testing.T) {
	d := newDoor()
	d.temporal.query = errors.New("must not be asked")
	for _, id := range []string{"", "recovery", "recovery/a/b", "recovery/a/b/c/d", "other/a/b/c", "recovery/a/b%20c/d", "recovery%2Fa%2F..%2Fc", "recovery/a/b/" + strings.Repeat("c", 201)} {
		if answer := d.ask(http.MethodGet, "/v1/recoveries/"+id, ""); answer.Code != http.StatusNotFound {
			t.Errorf("%q: %d %s", id, answer.Code, answer.Body)
		}
	}
}

func TestSurveyCheck(t *testing.T) {
	suppression := ledger.Suppression{Customer: "c-1042", Reason: "we let them down", From: noon.Add(-time.Hour), Until: noon.Add(time.Hour)}
	for _, test := range []struct {
		name, query, want string
		ledger            error
		status            int
	}{
		{"nobody keeps surveys away", "customer=c-7", `{"allow":true}`, nil, 200},
		{"suppressed", "customer=c-1042&experience=LO391", `{"allow":false,"reason":"we let them down","until":"2026-11-21T13:00:00Z"}`, nil, 200},
		{"no customer", "experience=LO391", `{"allow":false,"reason":"the question cannot be read","errors":[{"field":"customer",`, nil, 400},
		{"empty customer", "customer=", `{"allow":false,"reason":"the question cannot be read","errors":[{"field":"customer",`, nil, 400},
		{"two customers", "customer=c-7&customer=c-1042", `{"allow":false,"reason":"the question cannot be read","errors":[{"field":"customer",`, nil, 400},
		{"a phone", "customer=%2B12025550143", `{"allow":false,"reason":"the question cannot be read","errors":[{"field":"customer",`, nil, 400},
		{"an experience that is none", "customer=c-7&experience=a%20b", `{"allow":false,"reason":"the question cannot be read","errors":[{"field":"experience",`, nil, 400},
		{"ledger away", "customer=c-7", `{"allow":false,"reason":"it cannot be looked up just now, so do not ask"`, errors.New("away"), 503},
		{"ledger away, suppressed", "customer=c-1042", `{"allow":false,"reason":"it cannot be looked up just now, so do not ask"`, errors.New("away"), 503},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDoor()
			d.ledger.suppressions, d.ledger.err = []ledger.Suppression{suppression}, test.ledger
			answer := d.ask(http.MethodGet, "/v1/surveys/check?"+test.query, "")
			if answer.Code != test.status || !strings.HasPrefix(answer.Body.String(), test.want) || answer.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("%d %v: %s", answer.Code, answer.Header(), answer.Body)
			}
			if (test.status == 503) != (answer.Header().Get("Retry-After") != "") {
				t.Errorf("Retry-After %q", answer.Header().Get("Retry-After"))
			}
		})
	}
}

func TestSurveyCheckOfAHangingLedger(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answer := newDoor(withLedger(hangingLedger{})).ask(http.MethodGet, "/v1/surveys/check?customer=c-7", "")
		if answer.Code != 503 || !strings.HasPrefix(answer.Body.String(), `{"allow":false`) {
			t.Errorf("%d: %s", answer.Code, answer.Body)
		}
	})
}

func TestHealth(t *testing.T) {
	for _, test := range []struct {
		name             string
		temporal, ledger error
		status           int
		want             string
	}{
		{"all there", nil, nil, 200, `{"ready":true,"temporal":"reached","ledger":"reached"}`},
		{"no Temporal", errors.New("away"), nil, 503, `{"ready":false,"temporal":"cannot be reached","ledger":"reached"}`},
		{"no ledger", nil, errors.New("away"), 503, `{"ready":false,"temporal":"reached","ledger":"cannot be reached"}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDoor()
			d.temporal.health, d.ledger.err = test.temporal, test.ledger
			if answer := d.ask(http.MethodGet, "/readyz", ""); answer.Code != test.status || strings.TrimSpace(answer.Body.String()) != test.want {
				t.Errorf("%d: %s", answer.Code, answer.Body)
			}
			if answer := d.ask(http.MethodGet, "/healthz", ""); answer.Code != 200 {
				t.Errorf("%d: %s", answer.Code, answer.Body)
			}
		})
	}
}
