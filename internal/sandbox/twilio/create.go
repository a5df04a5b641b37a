package twilio

import (
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"unicode/utf8"

	"makegood/internal/sandbox/twin"
)

var (
	e164       = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)
	sender     = regexp.MustCompile(`^(\+[1-9][0-9]{6,14}|[0-9]{3,8}|[A-Za-z0-9 ]{1,11})$`)
	serviceSID = regexp.MustCompile(`^MG[0-9A-Za-z]+$`)
)

const longestBody = 1600

func (t *Twin) create(c *twin.Call) (execution, *Error) {
	form, err := c.Form()
	if err != nil {
		return nil, refused(20001, "The body is not form-encoded")
	}
	m := Message{
		Account: c.PathValue("sid"), To: form.Get("To"), From: form.Get("From"), Service: form.Get("MessagingServiceSid"),
		Body: form.Get("Body"), StatusCallback: form.Get("StatusCallback"), Pace: t.world.Pace,
	}
	if err := m.check(form); err != nil {
		return nil, err
	}
	if later, _ := strconv.Atoi(c.Trouble.Code); later >= firstLater {
		m.ErrorCode = later
	}
	_, token, _ := c.BasicAuth()
	return func(tx *twin.Tx) twin.Response {
		m.SID, m.Created = twin.SID("SM"), tx.Now
		t.messages.Add(tx, m.SID, &m)
		t.index(&m)
		t.tell(tx, &m, token)
		return twin.JSON(http.StatusCreated, m.object(tx.Now))
	}, nil
}

func (m *Message) check(form url.Values) *Error {
	validity, validityErr := strconv.Atoi(form.Get("ValidityPeriod"))
	switch {
	case m.To == "":
		return errorOf(21604)
	case !e164.MatchString(m.To):
		return refused(21211, "Invalid 'To' Phone Number: "+m.To)
	case m.From == "" && m.Service == "":
		return errorOf(21603)
	case m.From != "" && !sender.MatchString(m.From):
		return refused(21212, "The 'From' number "+m.From+" is not a valid phone number, shortcode, or alphanumeric sender ID.")
	case m.Service != "" && !serviceSID.MatchString(m.Service):
		return refused(20001, "The Messaging Service Sid "+m.Service+" is invalid.")
	case m.To == m.From:
		return errorOf(21266)
	case m.Body == "":
		return errorOf(21602)
	case utf8.RuneCountInString(m.Body) > longestBody:
		return errorOf(21617)
	case form.Has("ValidityPeriod") && (validityErr != nil || validity < 1 || validity > 36000):
		return refused(20001, "The ValidityPeriod is not between 1 and 36000 seconds")
	}
	return nil
}

func (t *Twin) fetch(c *twin.Call) (execution, *Error) {
	sid, account := fileSID(c), c.PathValue("sid")
	return func(tx *twin.Tx) twin.Response {
		m := t.messages.Get(sid)
		if m == nil || m.Account != account {
			return NotFound(c)
		}
		return twin.JSON(http.StatusOK, m.object(tx.Now))
	}, nil
}
