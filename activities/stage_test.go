package activities

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stripe/stripe-go/v76/client"
	"go.temporal.io/sdk/temporal"

	"makegood/internal/ledger"
	"makegood/internal/sandbox"
	"makegood/recovery"
)

// stage is all that an activity meets: the providers' twins over the real SDKs, a
// real ledger, and a clock that runs only when everyone waits. Nothing in it is
// shortened: looks, patience and timeouts are those of production.
type stage struct {
	t       *testing.T
	books   *shakyBooks
	server  *direct
	stripe  *client.API
	twilio  *Twilio
	mail    *SendGrid
	log     *strings.Builder
	options Options

	remedies  *Remedies
	apologies *Apologies
	receipts  *Receipts
	surveys   *Surveys
}

// Fake credentials, put together so that none ever looks like a real one.
var (
	stripeKey   = "sk_" + "test_" + "makegood"
	accountSID  = "AC" + strings.Repeat("0", 32)
	twilioToken = strings.Repeat("t", 32)
	sendgridKey = "SG" + ".makegood"
)

const (
	recoveryID  = "recovery/flight.delayed/LO391-2026-11-21/c-1042"
	phone       = "+12025550143"
	address     = "ada@example.com"
	ourPhone    = "+12025550100"
	ourMail     = "Harbour Air <care@example.com>"
	intent      = "pi_3Nx"
	customer    = "cus_9s6"
	surveyGroup = 7001
)

// onStage runs a test in a bubble of its own time.
func onStage(t *testing.T, play func(*stage)) {
	t.Helper()
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, folder)
		defer s.close()
		play(s)
	})
}

func newStage(t *testing.T, folder string) *stage {
	t.Helper()
	box, err := sandbox.Open(context.Background(), sandbox.Options{Pace: 300 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	book, err := ledger.Open(context.Background(), filepath.Join(folder, "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, books: &shakyBooks{Ledger: book}, server: &direct{handler: box.Handler(), box: box}, log: &strings.Builder{}}
	s.options = Options{Lanes: &Lanes{Log: slog.New(slog.NewTextHandler(s.log, nil))}}
	s.hire()
	s.control(http.MethodPost, "/sandbox/payments", map[string]any{"id": intent, "amount": 4960, "currency": "eur", "customer": customer})
	return s
}

// hire makes the side effects anew, as another worker would.
func (s *stage) hire() {
	web := &http.Client{Transport: s.server, Timeout: callTimeout}
	s.stripe = NewStripe(stripeKey, "", web)
	twilio, err := NewTwilio(accountSID, twilioToken, "", web)
	if err != nil {
		s.t.Fatal(err)
	}
	s.twilio, s.mail = twilio, NewSendGrid(sendgridKey, "", web)
	s.remedies = NewRemedies(s.stripe, s.books, s.options)
	s.apologies, err = NewApologies(s.twilio, s.mail, Sender{Phone: ourPhone, Mail: ourMail, Webhook: "https://care.example.com"}, s.books, s.options)
	if err != nil {
		s.t.Fatal(err)
	}
	s.receipts = NewReceipts(s.stripe, s.twilio, s.mail, s.books, s.options)
	s.surveys = NewSurveys(s.mail, surveyGroup, false, s.options)
}

func (s *stage) close() {
	s.server.flying.Wait()
	if err := s.server.box.Close(); err != nil {
		s.t.Error(err)
	}
	if err := s.books.Close(); err != nil {
		s.t.Error(err)
	}
}

// direct carries requests to a handler without a network: what is being answered
// goes on when the caller has gone, as it would over one.
type direct struct {
	handler http.Handler
	box     *sandbox.Sandbox
	calls   atomic.Int64
	mu      sync.Mutex
	seen    []*http.Request          // with their bodies
	tamper  func(*http.Request) bool // true: answered by spoil instead
	spoil   http.Handler
	late    time.Duration // how long each way takes at most
	flying  sync.WaitGroup
}

func (d *direct) RoundTrip(request *http.Request) (*http.Response, error) {
	d.calls.Add(1)
	var body []byte
	if request.Body != nil {
		body, _ = io.ReadAll(request.Body)
		_ = request.Body.Close()
	}
	d.mu.Lock()
	kept := request.Clone(context.Background())
	kept.Body = io.NopCloser(strings.NewReader(string(body)))
	d.seen = append(d.seen, kept)
	handler := d.handler
	if d.tamper != nil && d.tamper(request) {
		handler = d.spoil
	}
	d.mu.Unlock()
	served := request.Clone(request.Context())
	served.Body = io.NopCloser(strings.NewReader(string(body)))
	served.RequestURI = request.URL.RequestURI()
	answered, failed := make(chan *http.Response, 1), make(chan error, 1)
	d.flying.Go(func() {
		defer func() {
			switch recover() {
			case nil:
			case neverDialled:
				failed <- &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
			default:
				failed <- &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
			}
		}()
		d.travel()
		recorder := httptest.NewRecorder()
		handler.ServeHTTP(recorder, served)
		d.travel()
		answered <- recorder.Result()
	})
	select {
	case <-request.Context().Done():
		return nil, request.Context().Err()
	case err := <-failed:
		return nil, err
	case response := <-answered:
		return response, nil
	}
}

func (d *direct) travel() {
	if d.late > 0 {
		pass(rand.N(d.late))
	}
}

// neverDialled is what a handler panics with where there was no connection.
const neverDialled = "never dialled"

// shakyBooks is the ledger, failing where a test says so, and counted.
type shakyBooks struct {
	*ledger.Ledger
	failSettle atomic.Int64 // how many times yet
	writes     atomic.Int64
}

func (b *shakyBooks) Begin(ctx context.Context, d ledger.Delivery) (ledger.Delivery, bool, error) {
	b.writes.Add(1)
	return b.Ledger.Begin(ctx, d)
}

func (b *shakyBooks) Settle(ctx context.Context, recoveryID, step string, receipt recovery.Receipt) error {
	b.writes.Add(1)
	if b.failSettle.Add(-1) >= 0 {
		return errors.New("the disk is full at /var/lib/ledger for " + phone)
	}
	return b.Ledger.Settle(ctx, recoveryID, step, receipt)
}

// pass lets time pass: in a bubble none is spent.
func pass(d time.Duration) { <-time.After(d) }

// control speaks to the sandbox itself.
func (s *stage) control(method, path string, body any) []byte {
	s.t.Helper()
	raw, _ := json.Marshal(body)
	recorder := httptest.NewRecorder()
	s.server.handler.ServeHTTP(recorder, httptest.NewRequest(method, path, strings.NewReader(string(raw))))
	if recorder.Code >= 300 {
		s.t.Fatalf("%s %s: %d %s", method, path, recorder.Code, recorder.Body)
	}
	return recorder.Body.Bytes()
}

func (s *stage) fault(provider, endpoint, fault string, more map[string]any) {
	s.t.Helper()
	all := map[string]any{"provider": provider, "endpoint": endpoint, "fault": fault}
	for name, value := range more {
		all[name] = value
	}
	s.control(http.MethodPost, "/sandbox/faults", all)
}

// there counts what the providers hold.
func (s *stage) there() map[string]int {
	s.t.Helper()
	s.server.flying.Wait() // what has left arrives, though nobody waits for it any more
	var state map[string][]any
	if err := json.Unmarshal(s.control(http.MethodGet, "/sandbox/state", nil), &state); err != nil {
		s.t.Fatal(err)
	}
	counts := map[string]int{}
	for name, items := range state {
		counts[name] = len(items)
	}
	return counts
}

// must asserts how many of a thing there are.
func (s *stage) must(want int, thing string) {
	s.t.Helper()
	if got := s.there()[thing]; got != want {
		s.t.Errorf("there are %d %s, want %d", got, thing, want)
	}
}

func (s *stage) step(name string) Step {
	return Step{Recovery: recoveryID, Name: name, Since: time.Now()}
}

// persist runs an activity as Temporal would: again after each error that may be
// tried again, when the error says so or after a second.
func persist(t *testing.T, do func(context.Context) (recovery.Receipt, error)) (recovery.Receipt, error) {
	t.Helper()
	for range 400 {
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		receipt, err := do(ctx)
		cancel()
		if err == nil {
			return receipt, nil
		}
		failed := applicationError(t, err)
		if failed.NonRetryable() {
			return receipt, err
		}
		pass(max(failed.NextRetryDelay(), time.Second))
	}
	t.Fatal("this never ends")
	return recovery.Receipt{}, nil
}

func applicationError(t *testing.T, err error) *temporal.ApplicationError {
	t.Helper()
	var failed *temporal.ApplicationError
	if !errors.As(err, &failed) {
		t.Fatalf("an error that is none of ours: %v", err)
	}
	return failed
}

func refusal(t *testing.T, err error) recovery.Refusal {
	t.Helper()
	failed := applicationError(t, err)
	if failed.Type() != FailRefused || !failed.NonRetryable() {
		t.Fatalf("want a refusal, got %s: %v", failed.Type(), err)
	}
	var refusal recovery.Refusal
	if err := failed.Details(&refusal); err != nil {
		t.Fatal(err)
	}
	return refusal
}

// deed is one side effect as the tests order it.
type deed struct {
	name, provider string
	endpoints      []string // what faults can strike
	things         []string // what there must be one of in the end
	do             func(*stage, Step) func(context.Context) (recovery.Receipt, error)
}

func deeds() []deed {
	paid := recovery.Payment{PaymentIntent: intent, Customer: customer, Amount: 4960, Currency: "eur"}
	owed := recovery.Money{Amount: 1240, Currency: "eur"}
	return []deed{
		{"refund", ProviderStripe, []string{"refunds"}, []string{"refunds"}, func(s *stage, step Step) func(context.Context) (recovery.Receipt, error) {
			return func(ctx context.Context) (recovery.Receipt, error) {
				return s.remedies.Refund(ctx, RefundOrder{Step: step, Money: owed, Payment: paid})
			}
		}},
		{"credit", ProviderStripe, []string{"balance_transactions"}, []string{"balance_transactions"}, func(s *stage, step Step) func(context.Context) (recovery.Receipt, error) {
			return func(ctx context.Context) (recovery.Receipt, error) {
				return s.remedies.Credit(ctx, CreditOrder{Step: step, Money: owed, Customer: customer})
			}
		}},
		{"coupon", ProviderStripe, []string{"coupons", "promotion_codes"}, []string{"coupons", "promotion_codes"}, func(s *stage, step Step) func(context.Context) (recovery.Receipt, error) {
			order := CouponOrder{
				Step: step, Percent: 100000, Code: recovery.Code(recoveryID), Name: "Apology",
				Expires: step.Since.Add(365 * 24 * time.Hour), Customer: customer,
			}
			return func(ctx context.Context) (recovery.Receipt, error) { return s.remedies.Coupon(ctx, order) }
		}},
		{"sms", ProviderTwilio, []string{"messages"}, []string{"messages"}, func(s *stage, step Step) func(context.Context) (recovery.Receipt, error) {
			return func(ctx context.Context) (recovery.Receipt, error) { return s.apologies.SMS(ctx, smsOrder(step)) }
		}},
		{"email", ProviderSendGrid, []string{"mail"}, []string{"emails"}, func(s *stage, step Step) func(context.Context) (recovery.Receipt, error) {
			return func(ctx context.Context) (recovery.Receipt, error) { return s.apologies.Email(ctx, emailOrder(step)) }
		}},
	}
}

func smsOrder(step Step) SMSOrder {
	ref := recovery.Ref(step.Recovery)
	return SMSOrder{Step: step, To: phone, Body: "Ada, we are sorry. Ref " + ref, Ref: ref}
}

func emailOrder(step Step) EmailOrder {
	ref := recovery.Ref(step.Recovery)
	return EmailOrder{Step: step, To: address, Subject: "We let you down · " + ref, Text: "Ada, we are sorry.", Ref: ref}
}

// await is AwaitReceipt for what a deed returned.
func (s *stage) await(step Step, receipt recovery.Receipt) (recovery.Receipt, error) {
	if receipt.Word != recovery.Pending {
		return receipt, nil
	}
	order := ReceiptOrder{Step: step, Provider: receipt.Provider, ID: receipt.ID}
	if receipt.Provider == ProviderSendGrid {
		order.To = address
	}
	return persist(s.t, func(ctx context.Context) (recovery.Receipt, error) { return s.receipts.AwaitReceipt(ctx, order) })
}

// row is the ledger's row of a step.
func (s *stage) row(step string) ledger.Delivery {
	s.t.Helper()
	rows, err := s.books.Deliveries(context.Background(), recoveryID)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, row := range rows {
		if row.Step == step {
			return row
		}
	}
	s.t.Fatalf("the ledger has no row for %s", step)
	return ledger.Delivery{}
}
