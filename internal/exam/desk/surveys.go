package desk

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"sync"
	"time"

	"makegood/internal/exam/step"
	"makegood/internal/exam/switchboard"
)

// surveys asks the gateway's survey check as words are about to go out.
type surveys struct {
	gateway string

	mu      sync.Mutex
	allowed map[string]bool // by recovery: the check said yes
}

func (s *surveys) watch(customer string) switchboard.Watcher {
	return func(ctx context.Context, arrival step.Arrival) step.Answer {
		if arrival.Point == step.Before && (arrival.Activity == step.SMS || arrival.Activity == step.Email) && s.allows(ctx, customer) {
			s.mu.Lock()
			defer s.mu.Unlock()
			if s.allowed == nil {
				s.allowed = map[string]bool{}
			}
			s.allowed[arrival.Recovery] = true
		}
		return step.GoOn
	}
}

// allows is true where the gateway says that the customer may be asked. One that
// does not answer within a while says nothing.
func (s *surveys) allows(ctx context.Context, customer string) bool {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	for ctx.Err() == nil {
		status, said, err := send(ctx, http.MethodGet, s.gateway+"/v1/surveys/check?customer="+url.QueryEscape(customer), nil)
		var answer struct {
			Allow bool `json:"allow"`
		}
		if err == nil && status == http.StatusOK && json.Unmarshal([]byte(said), &answer) == nil {
			return answer.Allow
		}
		Wait(ctx, 200*time.Millisecond)
	}
	return false
}

func (s *surveys) were(recovery string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.allowed[recovery]
}
