package gateway

import (
	"bytes"
	"net/http"
	"time"

	"github.com/go-json-experiment/json"

	"makegood/recovery"
)

// posted is one sound observation, the play for it and why it is that one, and where in
// the request it stood: its line, or 0 where there was only one. The play is nil where
// none of the trigger's applies.
type posted struct {
	line        int
	observation *recovery.Observation
	play        *recovery.Play
	why         string
}

// postObservations takes one observation or many, as JSON, NDJSON or CloudEvents.
// It starts nothing unless all of them are sound. It answers 202 once Temporal
// has them all: one answer, or NDJSON of answers in the order of the request.
func (g *Gateway) postObservations(w http.ResponseWriter, r *http.Request) {
	all, form, refused := g.readObservations(w, r)
	switch {
	case refused != nil:
		g.metrics.observations.WithLabelValues("", "refused").Inc()
		refused.write(w)
	case form.many():
		g.takeMany(w, r, all)
	default:
		g.takeOne(w, r, all[0])
	}
}

// readObservations reads all of a request. What is sound is heard: its source is not
// silent, even where Temporal does not take it, or where it is a repeat.
func (g *Gateway) readObservations(w http.ResponseWriter, r *http.Request) ([]posted, form, *refusal) {
	form, refused := formOf(r.Header)
	if refused != nil {
		return nil, form, refused
	}
	limit, within := maxOne, readOne
	if form.many() {
		limit, within = maxMany, readMany
	}
	body, refused := readBody(w, r, limit, within)
	if refused != nil {
		return nil, form, refused
	}
	reading := reading{gateway: g, now: g.now()}
	switch form {
	case manyLines:
		reading.lines(body)
	case oneEvent:
		reading.event(0, body)
	case headerEvent:
		reading.headerEvent(r.Header, body)
	case manyEvents:
		reading.events(body)
	default:
		reading.object(0, body)
	}
	if !reading.faults.none() {
		return nil, form, reading.faults.refusal()
	}
	for _, one := range reading.sound {
		g.ear.Heard(one.observation.Trigger, reading.now)
	}
	return reading.sound, form, nil
}

func (g *Gateway) takeOne(w http.ResponseWriter, r *http.Request, one posted) {
	answer, err := g.take(r.Context(), one)
	if err != nil {
		g.notAcknowledged(w, err, nil, 0)
		return
	}
	writeJSON(w, http.StatusAccepted, answer)
}

func (g *Gateway) takeMany(w http.ResponseWriter, r *http.Request, all []posted) {
	// This may take as long as Temporal needs; write sets a deadline of its own.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Time{})
	answers, taken, err := g.takeAll(r.Context(), all)
	if err != nil {
		g.notAcknowledged(w, err, &taken, len(all))
		return
	}
	var lines bytes.Buffer
	for _, answer := range answers {
		_ = json.MarshalWrite(&lines, answer)
		lines.WriteByte('\n')
	}
	write(w, http.StatusAccepted, typeNDJSON, lines.Bytes())
}
