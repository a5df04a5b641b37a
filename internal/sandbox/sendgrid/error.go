package sendgrid

import (
	"net/http"
	"slices"
	"strconv"

	"makegood/internal/sandbox/field"
	"makegood/internal/sandbox/twin"
)

type problem struct {
	Message string  `json:"message"`
	Field   *string `json:"field"`
	Help    any     `json:"help"`
}

// refusal is SendGrid's error answer.
type refusal struct {
	status   int
	Problems []problem `json:"errors"`
}

func (r *refusal) response() twin.Response { return twin.JSON(r.status, r) }

func refuse(status int, field, message string) *refusal {
	p := problem{Message: message}
	if field != "" {
		p.Field = &field
	}
	return &refusal{status: status, Problems: []problem{p}}
}

// refusals are the HTTP statuses that a fault can ask for.
var refusals = map[string]string{
	"400": "Bad Request",
	"401": "The provided authorization grant is invalid, expired, or revoked",
	"403": "access forbidden",
	"404": "not found",
	"413": "payload too large",
	"429": "too many requests",
	"500": "internal server error",
}

// endings are how a fault can have an accepted mail end.
var endings = []string{"bounce", "blocked", "deferred", "dropped"}

// Code refuses a fault's code that SendGrid does not have.
func Code(code string) error {
	if _, ok := refusals[code]; ok || slices.Contains(endings, code) {
		return nil
	}
	exists := make([]string, 0, len(refusals)+len(endings))
	for c := range refusals {
		exists = append(exists, c)
	}
	slices.Sort(exists)
	return field.Unknown("code", code, append(exists, endings...))
}

func troubleAtOnce(code string) *refusal {
	message, ok := refusals[code]
	if !ok {
		return nil
	}
	status, _ := strconv.Atoi(code)
	return refuse(status, "", message)
}

// ServerError is SendGrid's 500.
func ServerError() twin.Response {
	return refuse(http.StatusInternalServerError, "", refusals["500"]).response()
}

// Unavailable is SendGrid's 503.
func Unavailable() twin.Response {
	return refuse(http.StatusServiceUnavailable, "", "service unavailable").response()
}

// RateLimited is SendGrid's 429.
func RateLimited() twin.Response {
	return refuse(http.StatusTooManyRequests, "", refusals["429"]).response()
}

// NotFound is the answer to a path that SendGrid does not have.
func NotFound(c *twin.Call) twin.Response {
	return refuse(http.StatusNotFound, "", "endpoint not found: "+c.Method+" "+c.URL.Path).response()
}
