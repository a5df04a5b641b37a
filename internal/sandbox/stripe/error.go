package stripe

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"makegood/internal/sandbox/field"
	"makegood/internal/sandbox/twin"
)

// Error is Stripe's error, and its HTTP status.
type Error struct {
	Status  int    `json:"-"`
	Type    string `json:"type"`
	Code    string `json:"code,omitempty"`
	Message string `json:"message"`
	Param   string `json:"param,omitempty"`
	Charge  string `json:"charge,omitempty"`
	DocURL  string `json:"doc_url,omitempty"`
}

const (
	invalidRequest   = "invalid_request_error"
	apiError         = "api_error"
	idempotencyError = "idempotency_error"
)

func (e *Error) response() twin.Response {
	if e.Code != "" {
		e.DocURL = "https://stripe.com/docs/error-codes/" + strings.ReplaceAll(e.Code, "_", "-")
	}
	return twin.JSON(e.Status, map[string]*Error{"error": e})
}

func invalid(code, param, format string, args ...any) *Error {
	return &Error{Status: http.StatusBadRequest, Type: invalidRequest, Code: code, Param: param, Message: fmt.Sprintf(format, args...)}
}

// missing is the error for an id in the path; one in a parameter is a 400.
func missing(what, id, param string) *Error {
	e := invalid("resource_missing", param, "No such %s: '%s'", what, id)
	if param == "id" {
		e.Status = http.StatusNotFound
	}
	return e
}

// known is the errors that a fault can ask for by code. Those with before come
// ahead of the idempotency layer and are not saved under the key; the others
// come from execution, are saved, and are replayed for as long as the key lives.
var known = map[string]struct {
	status  int
	kind    string
	message string
	before  bool
}{
	"charge_already_refunded":         {400, invalidRequest, "Charge has already been refunded.", false},
	"charge_disputed":                 {400, invalidRequest, "Charge has been charged back; cannot issue a refund.", false},
	"refund_disputed_payment":         {400, invalidRequest, "This payment is disputed and cannot be refunded.", false},
	"charge_not_refundable":           {400, invalidRequest, "This charge cannot be refunded.", false},
	"balance_insufficient":            {400, invalidRequest, "Insufficient funds in your Stripe balance to refund this amount.", false},
	"amount_too_large":                {400, invalidRequest, "The specified amount is greater than the maximum amount allowed.", false},
	"amount_too_small":                {400, invalidRequest, "The specified amount is less than the minimum amount allowed.", false},
	"resource_missing":                {404, invalidRequest, "No such object.", false},
	"resource_already_exists":         {400, invalidRequest, "An object with this id already exists.", false},
	"coupon_expired":                  {400, invalidRequest, "The coupon provided has expired.", false},
	"payment_intent_unexpected_state": {400, invalidRequest, "The PaymentIntent's state was incompatible with this operation.", false},
	"processing_error":                {402, "card_error", "An error occurred while processing the card. Try again in a little bit.", false},
	"parameter_invalid_empty":         {400, invalidRequest, "A required parameter was empty.", true},
	"parameter_invalid_integer":       {400, invalidRequest, "A parameter is not a valid integer.", true},
	"parameter_invalid_string_blank":  {400, invalidRequest, "A parameter is blank.", true},
	"parameter_invalid_string_empty":  {400, invalidRequest, "A parameter is empty.", true},
	"parameter_missing":               {400, invalidRequest, "A required parameter is missing.", true},
	"parameter_unknown":               {400, invalidRequest, "Received unknown parameter.", true},
	"parameters_exclusive":            {400, invalidRequest, "Two parameters exclude each other.", true},
	"api_key_expired":                 {401, invalidRequest, "Expired API Key provided.", true},
	"platform_api_key_expired":        {401, invalidRequest, "The API key provided by your platform has expired.", true},
	"secret_key_required":             {401, invalidRequest, "This API call cannot be made with a publishable API key.", true},
	"account_invalid":                 {403, invalidRequest, "The provided key does not have access to this account.", true},
	"testmode_charges_only":           {403, invalidRequest, "Your account has not been activated and can only make test charges.", true},
	"idempotency_key_in_use":          {409, invalidRequest, "There is currently another in-progress request using this idempotency key.", true},
	"idempotency_error":               {400, idempotencyError, "Keys for idempotent requests can only be used with the same parameters they were first used with.", true},
	"rate_limit":                      {429, invalidRequest, "Request rate limit exceeded.", true},
	"lock_timeout":                    {429, invalidRequest, "This object cannot be accessed right now because another API request or Stripe process is currently accessing it.", true},
	"livemode_mismatch":               {400, invalidRequest, "Test and live mode API keys, requests, and objects are only available within the mode they are in.", false},
	"tls_version_unsupported":         {400, invalidRequest, "Your integration is using an older version of TLS that is unsupported.", true},
}

// Code refuses a fault's code that Stripe does not have.
func Code(code string) error {
	if _, ok := known[code]; ok {
		return nil
	}
	exists := make([]string, 0, len(known))
	for c := range known {
		exists = append(exists, c)
	}
	slices.Sort(exists)
	return field.Unknown("code", code, exists)
}

func errorOf(code string) *Error {
	k := known[code]
	e := &Error{Status: k.status, Type: k.kind, Code: code, Message: k.message}
	if code == idempotencyError { // a type without a code
		e.Code = ""
	}
	return e
}

func troubleBeforeExecution(code string) *Error {
	if code == "" || !known[code].before {
		return nil
	}
	return errorOf(code)
}

// ServerError is Stripe's 500.
func ServerError() twin.Response {
	return (&Error{Status: http.StatusInternalServerError, Type: apiError, Message: "An unknown error occurred."}).response()
}

// Unavailable is Stripe's 503.
func Unavailable() twin.Response {
	return (&Error{Status: http.StatusServiceUnavailable, Type: apiError, Message: "Stripe is temporarily unavailable. Please try again."}).response()
}

// RateLimited is Stripe's 429.
func RateLimited() twin.Response { return errorOf("rate_limit").response() }

// NotFound is the answer to a path that Stripe does not have.
func NotFound(c *twin.Call) twin.Response {
	return (&Error{Status: http.StatusNotFound, Type: invalidRequest, Message: fmt.Sprintf(
		"Unrecognized request URL (%s: %s). The sandbox serves only what Makegood uses.", c.Method, c.URL.Path)}).response()
}

// Authenticate refuses every key but a test key, as Stripe does.
func Authenticate(c *twin.Call) *twin.Response {
	e := Error{Status: http.StatusUnauthorized, Type: invalidRequest}
	switch key := apiKey(c); {
	case key == "":
		e.Message = "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
	case !strings.HasPrefix(key, "sk_test_") || key == "sk_test_":
		e.Message = "Invalid API Key provided: " + masked(key)
	default:
		return nil
	}
	r := e.response().With("Request-Id", twin.ID("req_", 14)).With("Www-Authenticate", `Bearer realm="Stripe"`)
	return &r
}

func apiKey(c *twin.Call) string {
	if key, ok := strings.CutPrefix(c.Header.Get("Authorization"), "Bearer "); ok {
		return key
	}
	key, _, _ := c.BasicAuth()
	return key
}

func masked(key string) string {
	if len(key) <= 8 {
		return strings.Repeat("*", len(key))
	}
	return key[:4] + strings.Repeat("*", len(key)-8) + key[len(key)-4:]
}
