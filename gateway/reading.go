package gateway

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"makegood/recovery"
)

// reading goes through a body and keeps apart what is sound and what is wrong.
type reading struct {
	gateway *Gateway
	now     time.Time
	sound   []posted
	faults  faults
}

// lines reads NDJSON. Empty lines say nothing.
func (r *reading) lines(body []byte) {
	if bytes.Count(body, []byte{'\n'}) > maxLines {
		r.faults.tooMuch(0, tooMany())
		return
	}
	line, empty := 0, true
	for text := range bytes.Lines(body) {
		line++
		switch text = bytes.TrimSpace(text); {
		case len(text) == 0:
			continue
		case len(text) > maxOne:
			r.faults.tooMuch(line, recovery.Problem{Wrong: "this line is larger than is taken", Right: "send at most 1 MiB on one line"})
			return
		}
		empty = false
		r.object(line, text)
	}
	if empty {
		r.faults.unread(0, recovery.Problem{Wrong: "there is nothing here", Right: "send a JSON object on each line"})
	}
}

func tooMany() recovery.Problem {
	return recovery.Problem{Wrong: "these are too many", Right: fmt.Sprintf("send at most %d at a time", maxLines)}
}

func (r *reading) object(line int, text []byte) {
	observation, err := recovery.ParseObservation(text)
	if err != nil {
		r.faults.unread(line, problemsOf(err)...)
		return
	}
	r.observation(line, observation)
}

// observation checks what the values say, against the play too.
func (r *reading) observation(line int, observation *recovery.Observation) {
	problems := problemsOf(observation.Check(r.now))
	play, why := r.gateway.playbook.Choose(observation)
	switch {
	case play != nil:
		problems = append(problems, problemsOf(play.Check(observation))...)
	case r.gateway.playbook.Knows(observation.Trigger): // none of its plays applies: that goes on record
	case !slices.ContainsFunc(problems, func(p recovery.Problem) bool { return p.Field == "trigger" }):
		problems = append(problems, r.gateway.noPlay())
	}
	if len(problems) > 0 {
		r.faults.add(line, problems...)
		return
	}
	r.sound = append(r.sound, posted{line: line, observation: observation, play: play, why: why})
}

func (g *Gateway) noPlay() recovery.Problem {
	triggers := slices.Sorted(slices.Values(g.playbook.Triggers()))
	if len(triggers) == 0 {
		return recovery.Problem{Field: "trigger", Wrong: "there is no play for this trigger, nor for any other", Right: "add a play to the playbook"}
	}
	return recovery.Problem{Field: "trigger", Wrong: "there is no play for this trigger", Right: "send one of: " + strings.Join(triggers, ", ")}
}

func problemsOf(err error) recovery.Problems {
	if err == nil {
		return nil
	}
	var problems recovery.Problems
	if errors.As(err, &problems) {
		return problems
	}
	return recovery.Problems{{Wrong: err.Error()}}
}
