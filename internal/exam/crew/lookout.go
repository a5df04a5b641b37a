package crew

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"time"

	"makegood/internal/exam/step"
)

// lookout tells the exam where a recovery stands, and waits for its answer.
type lookout struct {
	url, crew string
	http      *http.Client
}

// longestHold is more than the exam needs to kill a server and start it again.
const longestHold = 2 * time.Minute

func newLookout(setup Setup) *lookout {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 64
	return &lookout{url: setup.Switchboard, crew: setup.Name, http: &http.Client{Transport: transport, Timeout: longestHold}}
}

// at tells of an arrival. Where the exam cannot be reached it is over, and nobody
// waits for an answer.
func (l *lookout) at(ctx context.Context, recovery string, where step.Step) step.Answer {
	if l.url == "" {
		return step.GoOn
	}
	body, err := json.Marshal(step.Arrival{Recovery: recovery, Step: where, Crew: l.crew})
	if err != nil {
		return step.GoOn
	}
	// A hold outlasts the attempt's own time where it has to: a frozen process
	// does not look at the clock either.
	request, err := http.NewRequestWithContext(context.WithoutCancel(ctx), http.MethodPost, l.url+"/at", bytes.NewReader(body))
	if err != nil {
		return step.GoOn
	}
	response, err := l.http.Do(request)
	if err != nil {
		return step.GoOn
	}
	defer response.Body.Close()
	var answer struct {
		Answer step.Answer `json:"answer"`
	}
	if json.NewDecoder(response.Body).Decode(&answer) != nil {
		return step.GoOn
	}
	return answer.Answer
}
