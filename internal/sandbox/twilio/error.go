package twilio

import (
	"fmt"
	"net/http"
	"strconv"

	"makegood/internal/sandbox/field"
	"makegood/internal/sandbox/twin"
)

// Error is Twilio's error.
type Error struct {
	Code     int    `json:"code"`
	Message  string `json:"message"`
	MoreInfo string `json:"more_info"`
	Status   int    `json:"status"`
}

func (e *Error) response() twin.Response { return twin.JSON(e.Status, e) }

// messages are Twilio's words for its codes. Codes of 30001 to 30999 are not
// answers: they are how an accepted message may end.
var messages = map[int]string{
	20001: "Invalid parameter",
	20003: "Authenticate",
	20404: "The requested resource was not found",
	20429: "Too Many Requests",
	20500: "Internal Server Error",
	20503: "Service Unavailable",
	21211: "Invalid 'To' Phone Number",
	21212: "Invalid From Number (caller ID)",
	21266: "'To' and 'From' number cannot be the same",
	21408: "Permission to send an SMS has not been enabled for the region indicated by the 'To' number",
	21602: "Message body is required.",
	21603: "A 'From' phone number is required.",
	21604: "A 'To' phone number is required.",
	21606: "The 'From' phone number provided is not a valid message-capable Twilio phone number for this destination.",
	21610: "Attempt to send to unsubscribed recipient",
	21611: "This 'From' number has exceeded the maximum number of queued messages",
	21612: "Message cannot be sent with the current combination of 'To' and/or 'From' parameters",
	21614: "'To' number is not a valid mobile number",
	21617: "The concatenated message body exceeds the 1600 character limit",
	21635: "'To' number cannot be a landline",
	21659: "'From' is not a Twilio phone number or short code country mismatch",
	30001: "Queue overflow",
	30002: "Account suspended",
	30003: "Unreachable destination handset",
	30004: "Message blocked",
	30005: "Unknown destination handset",
	30006: "Landline or unreachable carrier",
	30007: "Message filtered",
	30008: "Unknown error",
	30032: "Toll-Free Number Has Not Been Verified",
	30034: "Message from an Unregistered Number",
	30036: "Validity Period Expired",
	30410: "Provider Timeout Error",
	30610: "Message not sent because of quiet hours",
}

var statuses = map[int]int{
	20003: http.StatusUnauthorized,
	20404: http.StatusNotFound,
	20429: http.StatusTooManyRequests,
	20500: http.StatusInternalServerError,
	20503: http.StatusServiceUnavailable,
	20005: http.StatusUnauthorized,
	20006: http.StatusForbidden,
}

func errorOf(code int) *Error {
	e := &Error{
		Code: code, Message: messages[code], Status: statuses[code],
		MoreInfo: fmt.Sprintf("https://www.twilio.com/docs/errors/%d", code),
	}
	if e.Message == "" {
		e.Message = fmt.Sprintf("Error %d", code)
	}
	if e.Status == 0 {
		e.Status = http.StatusBadRequest
	}
	return e
}

func refused(code int, message string) *Error {
	e := errorOf(code)
	e.Message = message
	return e
}

const (
	firstLater = 30001 // codes from here to lastLater end an accepted message
	lastLater  = 30999
)

// Code refuses a fault's code that Twilio does not have.
func Code(code string) error {
	n, err := strconv.Atoi(code)
	if err != nil || n < 20001 || n > lastLater || n == 30000 {
		return &field.Error{
			Field: "code", Message: fmt.Sprintf("%q is none of Twilio's", code),
			Exists: []string{"20001 to 29999 (refused at once)", "30001 to 30999 (accepted, ends with it)"},
		}
	}
	return nil
}

func troubleAtOnce(code string) *Error {
	n, _ := strconv.Atoi(code)
	if n == 0 || n >= firstLater {
		return nil
	}
	return errorOf(n)
}

// ServerError is Twilio's 500.
func ServerError() twin.Response { return errorOf(20500).response() }

// Unavailable is Twilio's 503.
func Unavailable() twin.Response { return errorOf(20503).response() }

// RateLimited is Twilio's 429.
func RateLimited() twin.Response { return errorOf(20429).response() }

// NotFound is the answer to a path that Twilio does not have.
func NotFound(c *twin.Call) twin.Response {
	return refused(20404, fmt.Sprintf("The requested resource %s was not found", c.URL.Path)).response()
}
