package gateway

import (
	"mime"
	"net/http"
	"strings"
)

const (
	typeJSON   = "application/json"
	typeNDJSON = "application/x-ndjson"
	typeJSONL  = "application/jsonl"
	typeEvent  = "application/cloudevents+json"
	typeEvents = "application/cloudevents-batch+json"
)

// form is how a request carries its observations.
type form int

const (
	oneObject   form = iota // a JSON object
	manyLines               // NDJSON
	oneEvent                // a CloudEvent, structured: all of it in the body
	headerEvent             // a CloudEvent, binary: its attributes are headers
	manyEvents              // a batch of CloudEvents
)

func (f form) many() bool { return f == manyLines || f == manyEvents }

// formOf reads from the headers what the body is.
func formOf(header http.Header) (form, *refusal) {
	media, params, err := mime.ParseMediaType(header.Get("Content-Type"))
	charset := params["charset"]
	if err != nil || (charset != "" && !strings.EqualFold(charset, "utf-8")) {
		return 0, notTaken()
	}
	switch media {
	case typeJSON:
		if carriesEvent(header) {
			return headerEvent, nil
		}
		return oneObject, nil
	case typeNDJSON, typeJSONL, "application/ndjson", "application/jsonlines", "application/x-jsonlines":
		return manyLines, nil
	case typeEvent:
		return oneEvent, nil
	case typeEvents:
		return manyEvents, nil
	}
	if carriesEvent(header) && strings.HasSuffix(media, "+json") {
		return headerEvent, nil
	}
	return 0, notTaken()
}

// carriesEvent says whether any attribute that a CloudEvent must have is a header.
func carriesEvent(header http.Header) bool {
	for _, name := range []string{"Ce-Specversion", "Ce-Id", "Ce-Source", "Ce-Type"} {
		if header.Get(name) != "" {
			return true
		}
	}
	return false
}

func notTaken() *refusal {
	return refuse(http.StatusUnsupportedMediaType, "the Content-Type is missing, or one that is not taken",
		"send UTF-8 as "+strings.Join([]string{typeJSON, typeNDJSON, typeEvent, typeEvents}, ", ")+", or a CloudEvent with ce- headers and "+typeJSON).
		with("Accept-Post", strings.Join([]string{typeJSON, typeNDJSON, typeJSONL, typeEvent, typeEvents}, ", "))
}
