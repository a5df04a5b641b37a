package activities

import (
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stripe/stripe-go/v76"
	twilio "github.com/twilio/twilio-go/client"
	"pgregory.net/rapid"

	"makegood/recovery"
)

// Every row of the tables of what the providers really do, as classified.
func TestClassifyStripe(t *testing.T) {
	answer := func(status int, code string) error {
		return &stripe.Error{HTTPStatusCode: status, Code: stripe.ErrorCode(code), Type: stripe.ErrorTypeInvalidRequest, Msg: "for " + address}
	}
	tests := []struct {
		name     string
		err      error
		kind     Kind
		then     recovery.Then
		operator bool
	}{
		{"transport error", errors.New("read tcp: connection reset"), Unknown, "", false},
		{"body that is no JSON", errors.New("Couldn't deserialize JSON (response status: 502"), Unknown, "", false},
		{"an answer without an object", errEmpty, Unknown, "", false},
		{"502", &stripe.Error{HTTPStatusCode: 502, Type: stripe.ErrorTypeAPI}, Unknown, "", false},
		{"503", &stripe.Error{HTTPStatusCode: 503, Type: stripe.ErrorTypeAPI}, Unknown, "", false},
		{"504", &stripe.Error{HTTPStatusCode: 504, Type: stripe.ErrorTypeAPI}, Unknown, "", false},
		{"500", &stripe.Error{HTTPStatusCode: 500, Type: stripe.ErrorTypeAPI}, Replays, "", false},
		{"idempotency_key_in_use", answer(409, "idempotency_key_in_use"), Busy, "", false},
		{"429", answer(429, "rate_limit"), Busy, "", false},
		{"429 lock_timeout", answer(429, "lock_timeout"), Busy, "", false},
		{"idempotency_error", &stripe.Error{HTTPStatusCode: 400, Type: stripe.ErrorTypeIdempotency}, Final, recovery.ThenPerson, true},
		{"charge_already_refunded", answer(400, "charge_already_refunded"), Existing, recovery.ThenNext, false},
		{"larger than what remains", &stripe.Error{HTTPStatusCode: 400, Param: "amount", Type: stripe.ErrorTypeInvalidRequest, Msg: "Refund amount (15.00) is greater than unrefunded amount on charge (10.00)"}, Existing, recovery.ThenNext, false},
		{"charge_disputed", answer(400, "charge_disputed"), Final, recovery.ThenPerson, false},
		{"refund_disputed_payment", answer(400, "refund_disputed_payment"), Final, recovery.ThenPerson, false},
		{"charge_not_refundable", answer(400, "charge_not_refundable"), Final, recovery.ThenNext, false},
		{"resource_missing", answer(404, "resource_missing"), Final, recovery.ThenNext, false},
		{"amount_too_small", answer(400, "amount_too_small"), Final, recovery.ThenNext, false},
		{"amount_too_large", answer(400, "amount_too_large"), Final, recovery.ThenNext, false},
		{"parameter_missing", answer(400, "parameter_missing"), Final, recovery.ThenNext, false},
		{"resource_already_exists", answer(400, "resource_already_exists"), Existing, recovery.ThenPerson, true},
		{"balance_insufficient", answer(400, "balance_insufficient"), Waiting, "", true},
		{"401", answer(401, ""), Paused, "", true},
		{"403", answer(403, "account_invalid"), Paused, "", true},
		{"api_key_expired", answer(401, "api_key_expired"), Paused, "", true},
		{"a 4xx we do not know", answer(402, "something_new"), Final, recovery.ThenPerson, false},
		{"a 5xx we do not know", answer(529, "something_new"), Unknown, "", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			expect(t, classifyStripe(test.err), test.kind, test.then, test.operator)
		})
	}
}

func TestClassifyTwilio(t *testing.T) {
	tests := []struct {
		codes    []int
		kind     Kind
		then     recovery.Then
		operator bool
	}{
		{[]int{20429}, Busy, recovery.ThenAgain, false},
		{[]int{20003}, Paused, recovery.ThenNext, true},
		{[]int{21211, 21614, 21635}, Final, recovery.ThenNext, false},
		{[]int{21212, 21606, 21659}, Final, recovery.ThenNext, true},
		{[]int{21408}, Final, recovery.ThenNext, true},
		{[]int{21610, 21612}, Final, recovery.ThenNext, false},
		{[]int{21617}, Final, recovery.ThenNext, true},
		{[]int{21611, 30001}, Busy, recovery.ThenLater, false},
		{[]int{30002}, Paused, recovery.ThenLater, true},
		{[]int{30003}, Final, recovery.ThenLater, false},
		{[]int{30004, 30005, 30006}, Final, recovery.ThenNext, false},
		{[]int{30007}, Final, recovery.ThenNext, true},
		{[]int{30008}, Final, recovery.ThenNext, false},
		{[]int{30034, 30032}, Final, recovery.ThenNext, true},
		{[]int{30036}, Final, recovery.ThenAgain, false},
		{[]int{30410}, Final, recovery.ThenNext, false},
		{[]int{30610}, Final, recovery.ThenLater, false},
		{[]int{29999}, Final, recovery.ThenNext, false},
	}
	for _, test := range tests {
		for _, code := range test.codes {
			t.Run(strconv.Itoa(code), func(t *testing.T) {
				err := &twilio.TwilioRestError{Code: code, Status: 400, Message: "for " + phone}
				expect(t, classifyTwilio(err, &wire{status: 400}), test.kind, test.then, test.operator)
				for _, status := range []string{"failed", "undelivered", "canceled"} {
					receipt := TwilioStatus(recovery.Receipt{Status: status}, code, false)
					if receipt.Word != recovery.Refused || receipt.Then != test.then || receipt.Why == "" {
						t.Errorf("a message that is %s with it: %+v, want then %s", status, receipt, test.then)
					}
				}
			})
		}
	}
	wires := []struct {
		name string
		err  error
		seen wire
		kind Kind
	}{
		{"timeout", errors.New("deadline exceeded"), wire{}, Unknown},
		{"503 with HTML", errors.New("error decoding the response"), wire{status: 503}, Unknown},
		{"403 with HTML, from whoever", errors.New("error decoding the response"), wire{status: 403}, Unknown},
		{"429 with HTML", errors.New("error decoding the response"), wire{status: 429}, Busy},
		{"401 with HTML", errors.New("error decoding the response"), wire{status: 401}, Paused},
		{"201 that cannot be read", errors.New("unexpected EOF"), wire{status: 201}, Unknown},
		{"5xx in JSON", &twilio.TwilioRestError{Code: 20500, Status: 500}, wire{status: 500}, Unknown},
		{"5xx in JSON with an odd code", &twilio.TwilioRestError{Code: 21999, Status: 503}, wire{status: 503}, Unknown},
		{"JSON that is no error", &twilio.TwilioRestError{}, wire{status: 502}, Unknown},
		{"never connected", errors.New("dial"), wire{unsent: true}, Busy},
		{"credentials that the SDK refuses itself", &twilio.TwilioRestError{Code: 21222, Status: 400}, wire{}, Paused},
	}
	for _, test := range wires {
		t.Run(test.name, func(t *testing.T) {
			if got := classifyTwilio(test.err, &test.seen); got.Kind != test.kind {
				t.Errorf("got %+v, want %s", got, test.kind)
			}
		})
	}
}

func TestTwilioStatuses(t *testing.T) {
	for status, want := range map[string]recovery.Word{
		"accepted": recovery.Pending, "scheduled": recovery.Pending, "queued": recovery.Pending, "sending": recovery.Pending,
		"sent": recovery.Pending, "delivered": recovery.Arrived, "read": recovery.Arrived, "something new": recovery.Pending,
		"undelivered": recovery.Refused, "failed": recovery.Refused, "canceled": recovery.Refused,
	} {
		receipt := TwilioStatus(recovery.Receipt{Status: status}, 0, false)
		if receipt.Word != want || (want == recovery.Refused) != (receipt.Then == recovery.ThenNext) {
			t.Errorf("%s: got %+v, want %s", status, receipt, want)
		}
	}
	if got := TwilioStatus(recovery.Receipt{Status: "sent"}, 0, true); got.Word != recovery.Arrived {
		t.Errorf("where sent counts: got %s", got.Word)
	}
}

func TestClassifySendGrid(t *testing.T) {
	tests := []struct {
		status int
		body   string
		err    error
		kind   Kind
	}{
		{500, `{"errors":[]}`, nil, Unknown},
		{502, "<html>", nil, Unknown},
		{503, "", nil, Unknown},
		{504, "", nil, Unknown},
		{429, `{"errors":[]}`, nil, Busy},
		{429, "<html>", nil, Busy},
		{401, `{"errors":[]}`, nil, Paused},
		{403, `{"errors":[]}`, nil, Paused},
		{403, "<html>", nil, Unknown},
		{400, `{"errors":[]}`, nil, Final},
		{413, `{"errors":[]}`, nil, Final},
		{418, `{}`, nil, Final},
		{408, `{}`, nil, Unknown},
		{302, "", nil, Unknown},
		{200, "", nil, Unknown},
		{202, "", errors.New("unexpected EOF"), Unknown},
		{0, "", errors.New("timeout"), Unknown},
	}
	for _, test := range tests {
		verdict := classifySendGrid(test.err, &wire{status: test.status}, test.body, http.StatusAccepted)
		if verdict == nil || verdict.Kind != test.kind || verdict.Why == "" {
			t.Errorf("%d %q %v: got %+v, want %s", test.status, test.body, test.err, verdict, test.kind)
		}
	}
	if verdict := classifySendGrid(nil, &wire{status: 202}, "", http.StatusAccepted); verdict != nil {
		t.Errorf("202 is what was hoped for, and got %+v", verdict)
	}
	for status, want := range map[string]recovery.Word{
		"processed": recovery.Pending, "deferred": recovery.Pending, "delivered": recovery.Arrived, "open": recovery.Arrived, "click": recovery.Arrived,
		"bounce": recovery.Refused, "bounced": recovery.Refused, "blocked": recovery.Refused, "dropped": recovery.Refused,
		"drop": recovery.Refused, "cancel_drop": recovery.Refused, "not_delivered": recovery.Refused,
	} {
		if got := SendGridStatus(recovery.Receipt{Status: status}); got.Word != want || (want == recovery.Refused) != (got.Then == recovery.ThenNext) {
			t.Errorf("%s: got %+v, want %s", status, got, want)
		}
	}
}

func expect(t *testing.T, got *Verdict, kind Kind, then recovery.Then, operator bool) {
	t.Helper()
	if got.Kind != kind || got.Then != then || got.Operator != operator || got.Why == "" {
		t.Errorf("got %+v; want kind %s, then %q, operator %v", *got, kind, then, operator)
	}
}

// The tables have every code that stands in the tables of facts/providers.md.
func TestTablesAreComplete(t *testing.T) {
	facts, err := os.ReadFile(filepath.Join("..", "..", "shared", "facts", "providers.md"))
	if err != nil {
		t.Skip("facts/providers.md is not beside the module:", err)
	}
	_, rest, _ := strings.Cut(string(facts), "## Stripe")
	stripePart, rest, _ := strings.Cut(rest, "## Twilio")
	twilioPart, _, _ := strings.Cut(rest, "## SendGrid")
	check := func(part string, codes *regexp.Regexp, table *table, skip map[string]bool) {
		n := 0
		for _, line := range strings.Split(part, "\n") {
			if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| code") || strings.HasPrefix(line, "| Stripe says") {
				continue
			}
			cell := strings.Split(line, "|")[1]
			for _, code := range codes.FindAllString(cell, -1) {
				code = strings.Trim(code, "`")
				n++
				if !skip[code] && table.find(strings.ReplaceAll(code, "*", "x")) == nil {
					t.Errorf("%s: the table has no %s", table.provider, code)
				}
			}
		}
		if n < 10 {
			t.Errorf("%s: only %d codes were found; has the page another form?", table.provider, n)
		}
	}
	check(stripePart, regexp.MustCompile("`[a-z_*]+`|[45]0[0-9]|429"), &stripeTable, map[string]bool{})
	check(twilioPart, regexp.MustCompile(`\d{5}`), &twilioTable, nil)
	for _, table := range []*table{&stripeTable, &stripeRefundFailed, &twilioTable, &sendgridTable, &sendgridStatus} {
		for _, row := range table.rows {
			if row.meaning == "" || !strings.HasSuffix(row.why, ".") || row.kind == "" || row.kind == Final && row.then == "" {
				t.Errorf("%s: the row of %v is not whole: %+v", table.provider, row.codes, row)
			}
		}
	}
}

// Whatever a provider writes into its answer, none of it comes out in an error.
func TestErrorsHoldNoPersonalData(t *testing.T) {
	secrets := []string{phone, "2025550143", address, "ada", "Ada", stripeKey, twilioToken, sendgridKey, intent}
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.SampledFrom(secrets).Draw(t, "secret")
		words := rapid.SampledFrom([]string{"", "No such number ", "code_"}).Draw(t, "words") + secret
		status := rapid.SampledFrom([]int{0, 200, 302, 400, 401, 402, 403, 404, 409, 418, 429, 500, 502, 503}).Draw(t, "status")
		code := rapid.SampledFrom([]string{"", "charge_disputed", "resource_missing", phone, address}).Draw(t, "code")
		number := rapid.SampledFrom([]int{0, 21211, 21610, 20003, 12025550143}).Draw(t, "number")
		verdicts := []*Verdict{
			classifyStripe(errors.New(words)),
			classifyStripe(&stripe.Error{HTTPStatusCode: status, Code: stripe.ErrorCode(code), Msg: words, Param: words, Type: stripe.ErrorType(words)}),
			classifyTwilio(errors.New(words), &wire{status: status}),
			classifyTwilio(&twilio.TwilioRestError{Status: status, Code: number, Message: words, Details: map[string]any{"to": words}}, &wire{status: status}),
			classifySendGrid(nil, &wire{status: status}, words),
			classifySendGrid(errors.New(words), &wire{status: status}, `{"errors":[{"message":"`+words+`"}]}`),
		}
		for _, verdict := range verdicts {
			said := verdict.failure().Error() + verdict.Code + verdict.Why + verdict.Refusal().Why
			for _, secret := range secrets {
				if strings.Contains(said, secret) {
					t.Fatalf("%q is in %q", secret, said)
				}
			}
		}
	})
}
