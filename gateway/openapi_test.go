package gateway_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"go.temporal.io/api/serviceerror"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// Every real answer is one that the description describes, down to its fields;
// and what is taken is what the description lets in.
func TestAnswersAreAsDescribed(t *testing.T) {
	api := served(t)
	withSuppression := func(d *door) {
		d.ledger.suppressions = []ledger.Suppression{{Customer: "c-1042", Reason: "we let them down", From: noon.AddDate(0, 0, -1), Until: noon.AddDate(0, 0, 1)}}
	}
	temporalAway := func(d *door) {
		d.temporal.signal = func(context.Context) error { return serviceerror.NewUnavailable("away") }
		d.temporal.query, d.temporal.health = errors.New("away"), errors.New("away")
	}
	ledgerAway := func(d *door) { d.ledger.err = errors.New("away") }
	delivered := func(d *door) {
		full := state(recovery.Delivered)
		full.Why, full.Play, full.PlayVersion, full.First, full.ConfirmedAt, full.EndedAt = "x", "late-flight", 3, recovery.FirstUs, noon, noon
		full.Owed = &recovery.Debt{Kind: recovery.KindRefund, Money: recovery.Money{Amount: 1240, Currency: "eur"}}
		full.Seen.Add(recovery.Sighting{ID: "ops-1", At: noon})
		full.Receipts = append(full.Receipts, recovery.Receipt{Step: "refund", Word: recovery.Arrived, At: noon})
		full.Story = append(full.Story, recovery.Happened{At: noon, What: "made good"})
		d.ledger.records = map[string]recovery.State{goodRecovery: full}
	}
	panics := func(d *door) { d.temporal.signal = func(context.Context) error { panic("broken") } }
	const observations, check = "/v1/observations", "/v1/surveys/check"
	for _, test := range []struct {
		name           string
		before         func(*door)
		method, target string
		path           string
		body           string
		headers        []string
		status         int
	}{
		{"one", nil, "POST", observations, observations, good, []string{asJSON}, 202},
		{"delivered before", delivered, "POST", observations, observations, good, []string{asJSON}, 202},
		{"event in headers", nil, "POST", observations, observations, goodData, headersBut(""), 202},
		{"many", nil, "POST", observations, observations, good + "\n" + good, []string{asNDJSON}, 202},
		{"event", nil, "POST", observations, observations, goodEvent, []string{asEvent}, 202},
		{"batch", nil, "POST", observations, observations, "[" + goodEvent + "]", []string{asEvents}, 202},
		{"unreadable", nil, "POST", observations, observations, "{", []string{asJSON}, 400},
		{"other method", nil, "PUT", observations, observations, good, []string{asJSON}, 405},
		{"too large", nil, "POST", observations, observations, good + strings.Repeat(" ", 1<<20), []string{asJSON}, 413},
		{"other type", nil, "POST", observations, observations, good, nil, 415},
		{"wrong values", nil, "POST", observations, observations, but("4960", "0"), []string{asJSON}, 422},
		{"wrong lines", nil, "POST", observations, observations, strings.Repeat(but("4960", "0")+"\n", 200), []string{asNDJSON}, 422},
		{"broken", panics, "POST", observations, observations, good, []string{asJSON}, 500},
		{"Temporal away", temporalAway, "POST", observations, observations, good, []string{asJSON}, 503},
		{"Temporal away, many", temporalAway, "POST", observations, observations, good, []string{asNDJSON}, 503},
		{"recovery", delivered, "GET", "/v1/recoveries/" + goodRecovery, "/v1/recoveries/{id}", "", nil, 200},
		{"no recovery", nil, "GET", "/v1/recoveries/" + goodRecovery, "/v1/recoveries/{id}", "", nil, 404},
		{"recovery, nobody to ask", temporalAway, "GET", "/v1/recoveries/" + goodRecovery, "/v1/recoveries/{id}", "", nil, 503},
		{"may be asked", nil, "GET", check + "?customer=c-1042", check, "", nil, 200},
		{"may not be asked", withSuppression, "GET", check + "?customer=c-1042", check, "", nil, 200},
		{"nobody named", nil, "GET", check, check, "", nil, 400},
		{"cannot look", ledgerAway, "GET", check + "?customer=c-1042", check, "", nil, 503},
		{"alive", nil, "GET", "/healthz", "/healthz", "", nil, 200},
		{"ready", nil, "GET", "/readyz", "/readyz", "", nil, 200},
		{"not ready", temporalAway, "GET", "/readyz", "/readyz", "", nil, 503},
		{"metrics", nil, "GET", "/metrics", "/metrics", "", nil, 200},
		{"description", nil, "GET", "/v1/openapi.yaml", "/v1/openapi.yaml", "", nil, 200},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDoor()
			if test.before != nil {
				test.before(d)
			}
			d.asDescribed(t, api, test.status, test.method, test.path, test.target, test.body, test.headers...)
		})
	}
}

// asDescribed asks, and holds the answer against the description; what is taken is
// held against it too.
func (d *door) asDescribed(t *testing.T, api *openapi3.T, status int, method, path, target, body string, headers ...string) {
	t.Helper()
	answer := d.ask(method, target, body, headers...)
	if answer.Code != status {
		t.Fatalf("%d, not %d: %s", answer.Code, status, answer.Body)
	}
	asked := describe(t, api, method, path, target, body, headers)
	if err := openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: asked, Status: answer.Code, Header: answer.Header(),
		Body:    io.NopCloser(bytes.NewReader(answer.Body.Bytes())),
		Options: &openapi3filter.Options{IncludeResponseStatus: true},
	}); err != nil {
		t.Errorf("the answer is not as described: %v\n%s", err, answer.Body)
	}
	if answer.Code < 300 {
		if err := openapi3filter.ValidateRequest(context.Background(), asked); err != nil {
			t.Errorf("what is taken is not described: %v", err)
		}
	}
}

// served is the description as the gateway gives it out.
func served(t *testing.T) *openapi3.T {
	t.Helper()
	api, err := openapi3.NewLoader().LoadFromData(newDoor().ask(http.MethodGet, "/v1/openapi.yaml", "").Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := api.Validate(context.Background()); err != nil {
		t.Fatal(err)
	}
	for _, each := range []string{"application/x-ndjson", "application/cloudevents+json", "application/cloudevents-batch+json"} {
		decode := openapi3filter.RegisteredBodyDecoder("application/json")
		if each == "application/x-ndjson" {
			decode = openapi3filter.RegisteredBodyDecoder("text/plain")
		}
		openapi3filter.RegisterBodyDecoder(each, decode)
	}
	return api
}

func describe(t *testing.T, api *openapi3.T, method, path, target, body string, headers []string) *openapi3filter.RequestValidationInput {
	t.Helper()
	item := api.Paths.Value(path)
	if item == nil {
		t.Fatalf("%s is not described", path)
	}
	operation := item.GetOperation(method)
	if operation == nil { // such as PUT: its answer is described where the others are
		for _, operation = range item.Operations() {
			break
		}
	}
	request := httptest.NewRequest(method, target, strings.NewReader(body))
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		request.Header.Add(name, value)
	}
	return &openapi3filter.RequestValidationInput{
		Request:     request,
		PathParams:  map[string]string{"id": strings.TrimPrefix(target, "/v1/recoveries/"), "provider": strings.TrimPrefix(request.URL.Path, "/webhooks/")},
		QueryParams: request.URL.Query(),
		Route:       &routers.Route{Spec: api, Path: path, PathItem: item, Method: method, Operation: operation},
	}
}

func TestDescriptionIsServedAsWritten(t *testing.T) {
	written, err := os.ReadFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	answer := newDoor().ask(http.MethodGet, "/v1/openapi.yaml", "")
	if !bytes.Equal(written, answer.Body.Bytes()) || answer.Header().Get("Content-Type") != "application/yaml" {
		t.Errorf("%v, %d bytes", answer.Header(), answer.Body.Len())
	}
}
