package sendgrid

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"

	"makegood/internal/sandbox/twin"
)

func (t *Twin) searchLogs(c *twin.Call) (execution, *refusal) {
	in := struct {
		Query string `json:"query"`
		Limit *int   `json:"limit"`
	}{}
	if err := json.Unmarshal(c.Body, &in); err != nil {
		return nil, refuse(http.StatusBadRequest, "", "invalid JSON: "+err.Error())
	}
	limit := 10
	if in.Limit != nil {
		limit = *in.Limit
	}
	if limit < 1 || limit > 1000 {
		return nil, refuse(http.StatusBadRequest, "limit", "limit must be between 1 and 1000")
	}
	conditions, err := parseQuery(in.Query)
	if err != nil {
		return nil, refuse(http.StatusBadRequest, "query", "invalid query: "+err.Error())
	}
	return func(tx *twin.Tx) twin.Response {
		messages := []map[string]any{}
		for e := range twin.Newest(t.candidates(conditions)) {
			if len(messages) == limit {
				break
			}
			if e.meets(conditions, tx.Now) {
				messages = append(messages, e.summary(tx.Now))
			}
		}
		return twin.JSON(http.StatusOK, map[string]any{"messages": messages})
	}, nil
}

// candidates is the fewest mails that must be looked at.
func (t *Twin) candidates(conditions []condition) []*Email {
	for _, c := range conditions {
		if c.field == "to_email" {
			return t.byTo[strings.ToLower(c.values[0])]
		}
	}
	return t.emails.All()
}

func (e *Email) meets(conditions []condition, now time.Time) bool {
	for _, c := range conditions {
		if !e.meetsOne(c, now) {
			return false
		}
	}
	return true
}

func (e *Email) meetsOne(c condition, now time.Time) bool {
	switch c.field {
	case "sg_message_id":
		return e.ID == c.values[0]
	case "msg_id":
		return e.ID == c.values[0] || e.MessageID == c.values[0]
	case "subject":
		return e.Subject == c.values[0]
	case "to_email":
		return strings.EqualFold(e.To, c.values[0])
	case "from_email":
		return strings.EqualFold(e.From, c.values[0])
	case "status":
		return slices.Contains(c.values, e.status(now))
	case "reason":
		return e.reason(now) == c.values[0]
	case "categories":
		return slices.ContainsFunc(e.Categories, func(have string) bool { return slices.Contains(c.values, have) })
	}
	switch d := e.Created.Compare(c.at); c.operator {
	case ">":
		return d > 0
	case "<":
		return d < 0
	case ">=":
		return d >= 0
	default:
		return d <= 0
	}
}

func (t *Twin) getLog(c *twin.Call) (execution, *refusal) {
	id := c.PathValue("id")
	return func(tx *twin.Tx) twin.Response {
		if e := t.emails.Get(id); e != nil {
			return twin.JSON(http.StatusOK, e.detail(tx.Now))
		}
		return refuse(http.StatusNotFound, "", "message not found").response()
	}, nil
}
