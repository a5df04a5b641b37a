package twilio

import (
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"makegood/internal/sandbox/twin"
)

// listing is what a list asks for. DateSent has the granularity of a day, and
// a message that was not sent yet has none.
type listing struct {
	account, to, from string
	on, before, after string // days, yyyy-mm-dd; before and after include theirs
	size, page        int
	query             url.Values
	olderThan         string // the page token: list what is older than this
}

func (t *Twin) list(c *twin.Call) (execution, *Error) {
	q, err := c.Form()
	if err != nil {
		return nil, refused(20001, "The query cannot be read")
	}
	l := listing{account: c.PathValue("sid"), to: q.Get("To"), from: q.Get("From"), size: 50, query: q, olderThan: q.Get("PageToken")}
	if s := q.Get("PageSize"); s != "" {
		if l.size, err = strconv.Atoi(s); err != nil || l.size < 1 {
			return nil, refused(20001, "Invalid PageSize "+s)
		}
		l.size = min(l.size, 1000)
	}
	l.page, _ = strconv.Atoi(q.Get("Page"))
	for name, day := range map[string]*string{"DateSent": &l.on, "DateSent<": &l.before, "DateSent>": &l.after} {
		if *day, err = dayOf(q.Get(name)); err != nil {
			return nil, refused(20001, "Invalid "+name+" "+q.Get(name))
		}
	}
	return func(tx *twin.Tx) twin.Response { return l.respond(c.URL.Path, t.matching(tx, l), tx.Now) }, nil
}

// dayOf reads a day, or the day of a time, in GMT.
func dayOf(s string) (string, error) {
	if s == "" {
		return "", nil
	}
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if at, err := time.Parse(layout, s); err == nil {
			return at.UTC().Format(time.DateOnly), nil
		}
	}
	_, err := time.Parse(time.DateOnly, s)
	return "", err
}

// matching is one message more than a page, newest first.
func (t *Twin) matching(tx *twin.Tx, l listing) []*Message {
	items := t.messages.All()
	if l.to != "" {
		items = t.byTo[l.to]
	}
	var out []*Message
	skip := l.olderThan != ""
	for m := range twin.Newest(items) {
		if !skip && l.keeps(m, tx.Now) {
			out = append(out, m)
		}
		if m.SID == l.olderThan {
			skip = false
		}
		if len(out) > l.size {
			break
		}
	}
	return out
}

func (l *listing) keeps(m *Message, now time.Time) bool {
	if m.Account != l.account || (l.from != "" && m.From != l.from) {
		return false
	}
	if l.on == "" && l.before == "" && l.after == "" {
		return true
	}
	at, ok := m.sent(now)
	day := at.UTC().Format(time.DateOnly)
	return ok && (l.on == "" || day == l.on) && (l.before == "" || day <= l.before) && (l.after == "" || day >= l.after)
}

func (l *listing) respond(path string, found []*Message, now time.Time) twin.Response {
	var next any
	if len(found) > l.size {
		found = found[:l.size]
		next = l.uri(path, l.page+1, found[len(found)-1].SID)
	}
	shown := make([]map[string]any, len(found))
	for i, m := range found {
		shown[i] = m.object(now)
	}
	start := l.page * l.size
	return twin.JSON(http.StatusOK, map[string]any{
		"messages": shown, "page": l.page, "page_size": l.size, "start": start, "end": max(start, start+len(shown)-1),
		"first_page_uri": l.uri(path, 0, ""), "next_page_uri": next, "previous_page_uri": nil, "uri": l.uri(path, l.page, l.olderThan),
	})
}

func (l *listing) uri(path string, page int, token string) string {
	q := maps.Clone(l.query)
	q.Set("PageSize", strconv.Itoa(l.size))
	q.Set("Page", strconv.Itoa(page))
	q.Del("PageToken")
	if token != "" {
		q.Set("PageToken", token)
	}
	return path + "?" + q.Encode()
}
