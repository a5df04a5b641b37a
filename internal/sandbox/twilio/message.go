package twilio

import (
	"strconv"
	"time"
)

// Message is kept as it was accepted; its status follows from the time.
type Message struct {
	SID            string        `json:"sid"`
	Account        string        `json:"account"`
	To             string        `json:"to"`
	From           string        `json:"from,omitempty"`
	Service        string        `json:"service,omitempty"`
	Body           string        `json:"body"`
	StatusCallback string        `json:"status_callback,omitempty"`
	ErrorCode      int           `json:"error_code,omitempty"` // how it ends; 0 is delivered
	Created        time.Time     `json:"created"`
	Pace           time.Duration `json:"pace"`
}

// neverSent are the codes of messages that never left Twilio: they end failed.
// With any other code a carrier had it, and it ends undelivered. (unverified
// for 30036, 30410 and 30610)
var neverSent = map[int]bool{30001: true, 30002: true, 30032: true, 30034: true, 30036: true, 30410: true, 30610: true}

// course is the statuses that the message goes through, one per pace.
func (m *Message) course() []string {
	first := []string{"queued"}
	if m.Service != "" {
		first = []string{"accepted", "queued"}
	}
	switch {
	case m.ErrorCode == 0:
		return append(first, "sending", "sent", "delivered")
	case neverSent[m.ErrorCode]:
		return append(first, "sending", "failed")
	}
	return append(first, "sending", "sent", "undelivered")
}

// state is where the message is at this time, and since when.
func (m *Message) state(now time.Time) (status string, since time.Time) {
	course := m.course()
	i := min(max(int(now.Sub(m.Created)/m.Pace), 0), len(course)-1)
	return course[i], m.at(i)
}

// at is when the course comes to its i-th status.
func (m *Message) at(i int) time.Time { return m.Created.Add(time.Duration(i) * m.Pace) }

// sent is when it left for the carrier; ok is false as long as it did not.
func (m *Message) sent(now time.Time) (at time.Time, ok bool) {
	for i, status := range m.course() {
		if status == "sent" {
			at = m.at(i)
			return at, !now.Before(at)
		}
	}
	return time.Time{}, false
}

// date is RFC 2822 in GMT, to the second.
func date(t time.Time) string { return t.UTC().Format(time.RFC1123Z) }

// object is the message as Twilio shows it.
func (m *Message) object(now time.Time) map[string]any {
	status, since := m.state(now)
	uri := "/2010-04-01/Accounts/" + m.Account + "/Messages/" + m.SID
	out := map[string]any{
		"sid": m.SID, "account_sid": m.Account, "api_version": apiVersion, "body": m.Body, "direction": "outbound-api",
		"to": m.To, "from": orNull(m.From), "messaging_service_sid": orNull(m.Service), "num_media": "0",
		"num_segments": strconv.Itoa(segments(m.Body)), "price": nil, "price_unit": nil, "status": status,
		"error_code": nil, "error_message": nil,
		"date_created": date(m.Created), "date_updated": date(since), "date_sent": nil,
		"uri": uri + ".json", "subresource_uris": map[string]string{"media": uri + "/Media.json"},
	}
	if status == "accepted" { // no sender, and so no segments, yet
		out["num_segments"] = "0"
	}
	if at, ok := m.sent(now); ok {
		out["date_sent"] = date(at)
	}
	if status == "undelivered" || status == "failed" {
		out["error_code"] = m.ErrorCode
		out["error_message"] = errorOf(m.ErrorCode).Message
	}
	return out
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
