package twin

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"time"
)

// Route is one endpoint of a provider.
type Route struct {
	Pattern  string // as net/http.ServeMux has it
	Endpoint string // the name that faults know it by
	Write    bool   // whether it changes anything; a search over POST does not
	Handle   func(*Call) Response
}

// Trouble is what a fault asks of the twin that serves the call. The zero
// value is none.
type Trouble struct {
	Code  string        // answer with, or end with, the provider's error of this code
	Pause time.Duration // execution takes this long
	Break bool          // carry it out, then answer 500
}

// Call is one request, with its body read.
type Call struct {
	*http.Request
	Body    []byte
	Trouble Trouble

	// Sleep waits for the duration and answers false where the sandbox closes
	// before. It does not stop when the client goes away: a real provider does
	// not either.
	Sleep func(time.Duration) bool
}

// Form is the body's form, or the query of a call without one.
func (c *Call) Form() (url.Values, error) {
	if c.Method == http.MethodGet {
		return url.ParseQuery(c.URL.RawQuery)
	}
	return url.ParseQuery(string(c.Body))
}

// Response is an answer, kept until it may be sent: after the commit.
type Response struct {
	Status int
	Header http.Header
	Body   []byte
}

// JSON is an answer with a JSON body, in which <, > and & stay as they are.
func JSON(status int, body any) Response {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(body); err != nil {
		return Response{Status: http.StatusInternalServerError, Body: []byte(err.Error())}
	}
	return Response{Status: status, Header: http.Header{"Content-Type": {"application/json"}}, Body: b.Bytes()}
}

// With sets a header and returns the answer.
func (r Response) With(key, value string) Response {
	h := r.Header.Clone()
	if h == nil {
		h = http.Header{}
	}
	h.Set(key, value)
	r.Header = h
	return r
}

// Broken is the answer where the journal has failed: no provider's, and never
// one that could pass for "done" or "not done".
func Broken(err error) Response {
	return JSON(http.StatusInternalServerError, map[string]string{"sandbox": "the journal has failed, nothing more is accepted: " + err.Error()})
}
