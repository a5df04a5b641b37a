package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"makegood/internal/demo"
	"makegood/recovery"
)

// round is one time that the demo is played. What fixes it stands in the state
// folder, so that a round that was cut short is told the very same again.
type round struct {
	Number  int            `json:"round"`
	Started time.Time      `json:"started"`
	Play    *recovery.Play `json:"play"` // as it was when the round began; running recoveries are pinned to it
	Ended   bool           `json:"ended"`

	path    string
	resumed bool
	flights []*recovery.Observation
}

func loadRound(dir string, play *recovery.Play) (*round, error) {
	r := &round{path: filepath.Join(dir, "demo.json")}
	data, err := os.ReadFile(r.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.Ended = true
	case err != nil:
		return nil, fmt.Errorf("the demo's state cannot be read: %w", err)
	default:
		if err := json.Unmarshal(data, r); err != nil {
			return nil, fmt.Errorf("%s cannot be read (%w); delete it to begin anew", r.path, err)
		}
	}
	r.resumed = !r.Ended
	if r.Ended {
		r.Number, r.Started, r.Play, r.Ended = r.Number+1, time.Now().UTC(), play, false
		if err := r.save(); err != nil {
			return nil, err
		}
	}
	if r.flights, err = demo.Flights(); err != nil {
		return nil, err
	}
	demo.Redate(r.flights, r.Play.Hold.Std(), r.Started, r.Number)
	return r, nil
}

func (r *round) close() error {
	r.Ended = true
	return r.save()
}

func (r *round) save() error {
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(r.path+".new", data, 0o600); err != nil {
		return fmt.Errorf("the demo's state cannot be kept: %w", err)
	}
	return os.Rename(r.path+".new", r.path)
}
