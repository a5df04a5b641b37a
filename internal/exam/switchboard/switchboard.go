// Package switchboard is where the processes under examination tell the exam which
// recovery stands at which step, and are told what comes next.
package switchboard

import (
	"context"
	"encoding/json"
	"net"
	"net/http"
	"sync"
	"time"

	"makegood/internal/exam/step"
)

// Watcher decides what happens at a step. It may take its time: whoever stands there
// waits. The context ends when that process is gone.
type Watcher func(ctx context.Context, arrival step.Arrival) step.Answer

// Switchboard is safe for concurrent use.
type Switchboard struct {
	server *http.Server
	url    string

	mu       sync.RWMutex
	watchers map[string][]Watcher
}

// Open listens on this machine.
func Open(ctx context.Context, address string) (*Switchboard, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, err
	}
	s := &Switchboard{url: "http://" + listener.Addr().String(), watchers: map[string][]Watcher{}}
	routes := http.NewServeMux()
	routes.HandleFunc("POST /at", s.at)
	s.server = &http.Server{Handler: routes, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = s.server.Serve(listener) }() // it ends with Close
	return s, nil
}

// URL is where the processes find it.
func (s *Switchboard) URL() string { return s.url }

// Close lets go of everyone who waits.
func (s *Switchboard) Close() error { return s.server.Close() }

// Watch has a watcher told of every step of a recovery, after those who watch already.
func (s *Switchboard) Watch(recovery string, watcher Watcher) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.watchers[recovery] = append(s.watchers[recovery], watcher)
}

func (s *Switchboard) at(w http.ResponseWriter, r *http.Request) {
	var arrival step.Arrival
	if err := json.NewDecoder(r.Body).Decode(&arrival); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.mu.RLock()
	watchers := s.watchers[arrival.Recovery]
	s.mu.RUnlock()
	answer := step.GoOn
	for _, watcher := range watchers {
		if said := watcher(r.Context(), arrival); said != step.GoOn {
			answer = said
		}
	}
	_ = json.NewEncoder(w).Encode(map[string]step.Answer{"answer": answer}) // whoever is gone reads nothing
}
