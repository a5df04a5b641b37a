package gateway

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"strings"
	"time"

	"github.com/cloudevents/sdk-go/v2/event"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"makegood/recovery"
)

// envelope is a structured CloudEvent as it is written. It is read here, and not
// by the CloudEvents SDK, because that takes fields given twice and text that is
// not UTF-8, and does not say which field is wrong. Attributes that are not
// listed are extensions, which anyone on the way may add; they are passed over.
type envelope struct {
	SpecVersion     string         `json:"specversion"`
	ID              string         `json:"id"`
	Source          string         `json:"source"`
	Type            string         `json:"type"`
	Subject         string         `json:"subject"`
	Time            time.Time      `json:"time"`
	DataContentType string         `json:"datacontenttype"`
	Data            jsontext.Value `json:"data"`
	DataBase64      []byte         `json:"data_base64"`
}

// event reads one structured CloudEvent.
func (r *reading) event(line int, text []byte) {
	var in envelope
	if err := json.Unmarshal(text, &in); err != nil {
		problem := recovery.ProblemOfJSON(err)
		if problem.Field == "" {
			problem.Right = "send a CloudEvent as a JSON object"
		}
		r.faults.unread(line, problem)
		return
	}
	e := event.New(event.CloudEventsVersionV1)
	e.SetID(in.ID)
	e.SetSource(in.Source)
	e.SetType(in.Type)
	e.SetSubject(in.Subject)
	if !in.Time.IsZero() {
		e.SetTime(in.Time)
	}
	if in.DataContentType != "" {
		e.SetDataContentType(in.DataContentType)
	}
	e.DataEncoded = in.Data
	problems := problemsOfEvent(in.SpecVersion, &e)
	if in.DataBase64 != nil {
		if in.Data != nil {
			problems = append(problems, recovery.Problem{Field: "data_base64", Wrong: "there is data too", Right: "send one of them"})
		}
		e.DataEncoded = in.DataBase64
	}
	r.fromEvent(line, &e, problems)
}

// events reads a batch; each event's line is its place in it.
func (r *reading) events(body []byte) {
	decoder := jsontext.NewDecoder(bytes.NewReader(body))
	unread := func(line int, err error) {
		problem := recovery.ProblemOfJSON(err)
		problem.Right = "send a JSON list of CloudEvents"
		r.faults.unread(line, problem)
	}
	if opening, err := decoder.ReadToken(); err != nil {
		unread(0, err)
		return
	} else if opening.Kind() != '[' {
		r.faults.unread(0, recovery.Problem{Wrong: "this is no list", Right: "send a JSON list of CloudEvents, or one of them as " + typeEvent})
		return
	}
	line := 0
	for decoder.PeekKind() != ']' {
		line++
		text, err := decoder.ReadValue()
		switch {
		case err != nil:
			unread(line, err)
			return
		case line > maxLines:
			r.faults.tooMuch(line, tooMany())
			return
		}
		r.event(line, text)
	}
	if _, err := decoder.ReadToken(); err != nil {
		unread(0, err)
	} else if _, err := decoder.ReadToken(); !errors.Is(err, io.EOF) {
		r.faults.unread(0, recovery.Problem{Wrong: "something follows the list", Right: "send one JSON list of CloudEvents"})
	} else if line == 0 {
		r.faults.unread(0, recovery.Problem{Wrong: "there is nothing here", Right: "send a JSON list of CloudEvents"})
	}
}

// fromEvent makes an observation of an event: what its attributes say, and the
// rest from its data, which may repeat them but not contradict them.
func (r *reading) fromEvent(line int, e *event.Event, problems recovery.Problems) {
	if media, _, err := mime.ParseMediaType(e.DataContentType()); e.DataContentType() != "" &&
		(err != nil || (media != typeJSON && !strings.HasSuffix(media, "+json"))) {
		problems = append(problems, recovery.Problem{Field: "datacontenttype", Wrong: "this is not JSON", Right: "send the data as " + typeJSON})
	}
	observation := new(recovery.Observation)
	if len(problems) == 0 && len(e.DataEncoded) > 0 {
		var err error
		if observation, err = recovery.ParseObservation(e.DataEncoded); err != nil {
			problems = problemsOf(err)
		}
	}
	if len(problems) > 0 {
		r.faults.unread(line, problems...)
		return
	}
	before := len(r.faults.told)
	join := func(field string, into *string, attribute string) {
		switch {
		case *into == "":
			*into = attribute
		case attribute != "" && *into != attribute:
			r.faults.add(line, contradiction(field))
		}
	}
	join("id", &observation.ID, e.ID())
	join("trigger", &observation.Trigger, e.Type())
	join("experience", &observation.Experience, e.Subject())
	switch at := e.Time(); {
	case observation.ObservedAt.IsZero():
		observation.ObservedAt = at
	case !at.IsZero() && !observation.ObservedAt.Equal(at):
		r.faults.add(line, contradiction("observed_at"))
	}
	if len(r.faults.told) > before {
		return
	}
	r.observation(line, observation)
}

func contradiction(field string) recovery.Problem {
	return recovery.Problem{Field: field, Wrong: "the event and its data say different things here", Right: "send it once: " + attributes[field] + ", or in the data"}
}

// attributes says where a CloudEvent carries what.
var attributes = map[string]string{
	"id":          "as the event's id",
	"trigger":     "as the event's type",
	"experience":  "as the event's subject",
	"observed_at": "as the event's time",
}
