package activities

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"makegood/recovery"
)

// Every request that goes to Twilio or SendGrid is one that their public API
// descriptions allow: the paths, the parameters and the bodies.
func TestRequestsKeepToTheSpecs(t *testing.T) {
	specs := map[string][]routers.Router{}
	for file, host := range map[string]string{
		"twilio_messages_calls_v2010.json": "api.twilio.com", "sendgrid_mail_v3.json": "api.sendgrid.com",
		"sendgrid_logs_v3.json": "api.sendgrid.com", "sendgrid_suppressions_v3.json": "api.sendgrid.com",
	} {
		specs[host] = append(specs[host], spec(t, file))
	}
	onStage(t, func(s *stage) {
		t := s.t
		everything(t, s)
		checked := map[string]int{}
		for _, request := range s.server.seen {
			if request.URL.Host == "api.stripe.com" {
				continue
			}
			if err := keepsTo(specs[request.URL.Host], request); err != nil {
				t.Errorf("%s %s: %v", request.Method, request.URL.Path, err)
			}
			checked[request.Method+" "+request.URL.Host]++
		}
		if checked["POST api.twilio.com"] < 2 || checked["GET api.twilio.com"] < 3 || checked["POST api.sendgrid.com"] < 6 || checked["GET api.sendgrid.com"] < 1 {
			t.Errorf("too few requests were seen: %v", checked)
		}
	})
}

// everything makes each activity send each request it has, looks included.
func everything(t *testing.T, s *stage) {
	t.Helper()
	for _, deed := range deeds() {
		for _, endpoint := range deed.endpoints {
			s.fault(deed.provider, endpoint, "accept_500", nil)
		}
		s.fault(deed.provider, "*", "unavailable", map[string]any{"method": "*", "when": map[string]any{"nth": 3}})
		step := s.step(deed.name)
		receipt, err := persist(t, deed.do(s, step))
		if err != nil {
			t.Fatal(err)
		}
		order := ReceiptOrder{Step: step, Provider: receipt.Provider, ID: receipt.ID}
		if receipt.Provider == ProviderSendGrid {
			order.To = address
		}
		afresh := *s.receipts
		afresh.books = noBooks{} // which know nothing, so that the provider is asked
		if _, err := persist(t, func(ctx context.Context) (recovery.Receipt, error) { return afresh.AwaitReceipt(ctx, order) }); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := persist(t, func(ctx context.Context) (recovery.Receipt, error) {
		return s.surveys.KeepSurveyMailAway(ctx, SurveyMailOrder{Step: s.step("survey_mail"), Email: address})
	}); err != nil {
		t.Fatal(err)
	}
	service := *s.apologies
	service.sender.Phone = "MG" + strings.Repeat("0", 32)
	if _, err := service.SMS(context.Background(), smsOrder(s.step("sms:2"))); err != nil {
		t.Fatal(err)
	}
	odd := emailOrder(s.step("email:2"))
	odd.To = "o'brien@example.com"
	if _, err := s.apologies.Email(context.Background(), odd); err != nil {
		t.Fatal(err)
	}
}

func spec(t *testing.T, file string) routers.Router {
	t.Helper()
	path := filepath.Join("..", "..", "shared", "specs", file)
	if _, err := os.Stat(path); err != nil {
		t.Skip("the API descriptions are not beside the module:", err)
	}
	// Three errors in the descriptions: SendGrid's have examples in a form that
	// JSON Schema does not know, which are left out here; its root custom_args is
	// typed a string, which Makegood does not use; and Twilio's POST lists only 201.
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var described any
	if err := json.Unmarshal(raw, &described); err != nil {
		t.Fatal(err)
	}
	raw, err = json.Marshal(withoutExamples(described))
	if err != nil {
		t.Fatal(err)
	}
	document, err := openapi3.NewLoader().LoadFromData(raw)
	if err != nil {
		t.Fatal(err)
	}
	router, err := gorillamux.NewRouter(document)
	if err != nil {
		t.Fatal(err)
	}
	return router
}

func withoutExamples(described any) any {
	switch described := described.(type) {
	case map[string]any:
		delete(described, "examples")
		for _, part := range described {
			withoutExamples(part)
		}
	case []any:
		for _, part := range described {
			withoutExamples(part)
		}
	}
	return described
}

// keepsTo validates a request by the first description that has its path.
func keepsTo(specs []routers.Router, request *http.Request) error {
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return err
	}
	for _, router := range specs {
		request.Body = io.NopCloser(bytes.NewReader(body))
		route, params, err := router.FindRoute(request)
		if err != nil {
			continue
		}
		if request.Header.Get("Authorization") == "" {
			return errors.New("it has no credentials")
		}
		return openapi3filter.ValidateRequest(context.Background(), &openapi3filter.RequestValidationInput{
			Request: request, Route: route, PathParams: params,
			Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc, MultiError: true},
		})
	}
	return errors.New("no description has this path")
}

// Stripe's own mock, which holds every parameter against the API description of
// 2023-10-16, takes every request.
func TestRequestsKeepToStripe(t *testing.T) {
	url := stripeMock(t)
	answers := &statuses{base: http.DefaultTransport}
	way := NewStripe(stripeKey, url, &http.Client{Transport: answers, Timeout: callTimeout})
	old := Step{Recovery: recoveryID, Since: time.Now().Add(-48 * time.Hour)} // old enough to look first
	remedies := NewRemedies(way, noBooks{}, Options{})
	receipts := NewReceipts(way, nil, nil, noBooks{}, Options{})
	ctx := context.Background()
	for _, since := range []time.Time{old.Since, time.Now()} {
		s := &stage{t: t, remedies: remedies}
		for _, deed := range deeds()[:3] {
			step := Step{Recovery: recoveryID, Name: deed.name, Since: since}
			if deed.name == "coupon" {
				step.Since = time.Now()
			}
			receipt, err := deed.do(s, step)(ctx)
			if err != nil {
				t.Fatalf("%s: %v", deed.name, err)
			}
			_, err = receipts.AwaitReceipt(ctx, ReceiptOrder{Step: step, Provider: ProviderStripe, ID: receipt.ID})
			if err != nil && applicationError(t, err).Type() != FailPending {
				t.Errorf("%s read back: %v", deed.name, err)
			}
		}
	}
	money := CouponOrder{Step: Step{Recovery: recoveryID, Name: "coupon:2"}, Money: recovery.Money{Amount: 500, Currency: "eur"}, Code: "SORRY23456789", Name: "Apology", Expires: time.Now().Add(time.Hour)}
	if _, err := remedies.Coupon(ctx, money); err != nil {
		t.Error(err)
	}
	if err := remedies.sameCoupon(ctx, money, errEmpty); !errors.Is(err, errEmpty) {
		t.Errorf("a coupon that is not ours is taken for ours: %v", err)
	}
	if _, _, err := remedies.findCode(ctx, money); err != nil {
		t.Error(err)
	}
	if err := CheckStripe(ctx, way); err != nil {
		t.Error(err)
	}
	if len(answers.seen) < 15 {
		t.Errorf("only %d requests were seen", len(answers.seen))
	}
	for _, seen := range answers.seen {
		if !strings.HasSuffix(seen, " 200") {
			t.Error(seen)
		}
	}
}

// statuses notes how each request was answered.
type statuses struct {
	base http.RoundTripper
	mu   sync.Mutex
	seen []string
}

func (s *statuses) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := s.base.RoundTrip(request)
	if err == nil {
		s.mu.Lock()
		s.seen = append(s.seen, fmt.Sprintf("%s %s: %d", request.Method, request.URL.RequestURI(), response.StatusCode))
		s.mu.Unlock()
	}
	return response, err
}

func stripeMock(t *testing.T) string {
	t.Helper()
	binary, err := exec.LookPath("stripe-mock")
	if err != nil {
		out, _ := exec.Command("go", "env", "GOPATH").Output()
		binary = filepath.Join(strings.TrimSpace(string(out)), "bin", "stripe-mock")
		if _, err := os.Stat(binary); err != nil {
			t.Skip("there is no stripe-mock: go install github.com/stripe/stripe-mock@v0.180.0")
		}
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	at := listener.Addr().String()
	_ = listener.Close()
	ctx, stop := context.WithCancel(context.Background())
	mock := exec.CommandContext(ctx, binary, "-http-addr", at)
	if err := mock.Start(); err != nil {
		stop()
		t.Fatal(err)
	}
	t.Cleanup(func() { stop(); _ = mock.Wait() })
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); {
		if connection, err := net.DialTimeout("tcp", at, 100*time.Millisecond); err == nil {
			_ = connection.Close()
			return "http://" + at
		}
		<-time.After(20 * time.Millisecond) // another program starts: there is no clock of ours to move
	}
	t.Fatal("stripe-mock did not start")
	return ""
}
