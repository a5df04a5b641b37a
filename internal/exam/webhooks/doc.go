// Package webhooks is the place of the exam's section on what providers call back:
// late, twice, out of order, forged, replayed, and while the gateway is dead. Its
// cases are journeys like those of the faults; its step names go into package step,
// its controls into package controls, its section into the list in cmd/makegood-exam.
package webhooks
