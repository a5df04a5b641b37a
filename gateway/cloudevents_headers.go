package gateway

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/cloudevents/sdk-go/v2/binding"
	"github.com/cloudevents/sdk-go/v2/event"
	cehttp "github.com/cloudevents/sdk-go/v2/protocol/http"
	"github.com/cloudevents/sdk-go/v2/types"

	"makegood/recovery"
)

// headerEvent reads a binary CloudEvent. Only the headers of attributes are
// shown to the CloudEvents SDK: extensions say nothing to us, and it panics at a
// header that is called "Ce-" and no more.
func (r *reading) headerEvent(header http.Header, body []byte) {
	known := http.Header{"Content-Type": header["Content-Type"]}
	var problems recovery.Problems
	for _, name := range []string{"Specversion", "Id", "Source", "Type", "Subject", "Time"} {
		switch values := header["Ce-"+name]; len(values) {
		case 0:
		case 1:
			known["Ce-"+name] = values
		default:
			problems = append(problems, recovery.Problem{Field: "ce-" + name, Wrong: "this header is given twice", Right: "give it once"})
		}
	}
	if known.Get("Ce-Specversion") != event.CloudEventsVersionV1 {
		problems = append(problems, wrongVersion())
	}
	if at := known.Get("Ce-Time"); at != "" {
		if _, err := types.ParseTime(at); err != nil {
			problems = append(problems, recovery.Problem{Field: "time", Wrong: "this is no time", Right: "write RFC 3339, such as 2026-11-21T18:02:00Z"})
		}
	}
	if len(problems) > 0 {
		r.faults.unread(0, problems...)
		return
	}
	e, err := binding.ToEvent(context.Background(), cehttp.NewMessage(known, io.NopCloser(bytes.NewReader(body))))
	if err != nil {
		r.faults.unread(0, wrongSource()) // the one attribute left that can be malformed
		return
	}
	r.fromEvent(0, e, problemsOfEvent(event.CloudEventsVersionV1, e))
}

// problemsOfEvent says what the CloudEvents specification finds wrong with an
// event's attributes, save its id and type: as id and trigger they are checked
// with the rest of the observation.
func problemsOfEvent(version string, e *event.Event) (problems recovery.Problems) {
	if version != event.CloudEventsVersionV1 {
		problems = append(problems, wrongVersion())
	}
	var wrong event.ValidationError
	if errors.As(e.Validate(), &wrong) && wrong["source"] != nil {
		problems = append(problems, wrongSource())
	}
	return problems
}

func wrongVersion() recovery.Problem {
	return recovery.Problem{Field: "specversion", Wrong: "this is missing, or a version that is not taken", Right: "send " + event.CloudEventsVersionV1}
}

func wrongSource() recovery.Problem {
	return recovery.Problem{Field: "source", Wrong: "this is missing, or no URI-reference", Right: "send where the event comes from, such as /ops/flights"}
}
