package demo

import (
	"bytes"
	_ "embed"
	"fmt"
	"time"

	"makegood/recovery"
)

//go:embed flights.ndjson
var flights []byte

// Trigger is what a play must answer to for the demo to have something to play.
const Trigger = "flight.delayed"

// Flights is the observations as they are kept, at the times of 2001.
func Flights() ([]*recovery.Observation, error) {
	var observations []*recovery.Observation
	for i, line := range bytes.Split(bytes.TrimSpace(flights), []byte("\n")) {
		observation, err := recovery.ParseObservation(line)
		if err != nil {
			return nil, fmt.Errorf("flights.ndjson:%d: %w", i+1, err)
		}
		observations = append(observations, observation)
	}
	return observations, nil
}

// Redate moves the flights to now, as if all had landed around start: most of
// them so long ago that the play's hold has passed, the others within the last
// seconds of it, so that one can watch them being held. Ids are made anew for
// each round, so that a round can be played after another.
func Redate(observations []*recovery.Observation, hold time.Duration, start time.Time, round int) {
	const live = 12 * time.Second // how long the last one is still held
	for i, observation := range observations {
		lands := start.Add(-hold - time.Duration(len(observations)-i)*time.Second)
		if i%4 == 3 {
			lands = start.Add(-hold + live*time.Duration(i)/time.Duration(len(observations)))
		}
		if lands.After(start) {
			lands = start
		}
		late := observation.ObservedAt.Sub(observation.OccurredAt)
		observation.ObservedAt = lands.UTC().Truncate(time.Millisecond)
		observation.OccurredAt = observation.ObservedAt.Add(-late)
		observation.ID = fmt.Sprintf("%s-r%d", observation.ID, round)
		observation.Experience = fmt.Sprintf("%s-r%d", observation.Experience, round)
		observation.Payment.PaymentIntent = fmt.Sprintf("%s_r%d", observation.Payment.PaymentIntent, round)
	}
}
