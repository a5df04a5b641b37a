// Package crash is the exam's first section: at every named step, a kill -9 of the
// worker, the gateway or the server, whatever the provider had said by then.
package crash

import (
	"makegood/internal/exam/step"
)

// Victim is who is killed.
type Victim string

// The victims. Both is the server and whoever stands at the step.
const (
	Worker  Victim = "worker"
	Gateway Victim = "gateway"
	Server  Victim = "server"
	Both    Victim = "both"
)

// Answer is what the provider had said, or will say.
type Answer string

// The answers.
const (
	Answered Answer = "answered"
	Lost     Answer = "accepted, answer lost"
	Refused  Answer = "refused"
)

// Cell is one crash: who dies where, and what the provider says.
type Cell struct {
	Number int
	step.Step
	Victim Victim
	Answer Answer
}

// String names a cell.
func (c Cell) String() string {
	return string(c.Victim) + " killed at " + c.Step.String() + ", " + string(c.Answer)
}

// passes lists the steps of each activity, in the order of a recovery's life.
var passes = []struct {
	activity string
	points   []step.Point
}{
	{step.Observe, []step.Point{step.Signals, step.Signaled}},
	{step.PinPlay, []step.Point{step.Entered, step.Returns}},
	{step.ConfirmOnRecord, []step.Point{step.Entered, step.Settled, step.Returns}},
	{step.KeepSurveyMailAway, []step.Point{step.Entered, step.Before, step.After, step.Returns}},
	{step.Refund, []step.Point{step.Entered, step.Intent, step.Before, step.After, step.Settled, step.Returns}},
	{step.Coupon, []step.Point{step.Entered, step.Intent, step.Before, step.After, step.Before2, step.After2, step.Settled, step.Returns}},
	{step.Credit, []step.Point{step.Entered, step.Intent, step.Before, step.After, step.Settled, step.Returns}},
	{step.SMS, []step.Point{step.Entered, step.Intent, step.Before, step.After, step.Settled, step.Returns}},
	{step.Email, []step.Point{step.Entered, step.Intent, step.Before, step.After, step.Settled, step.Returns}},
	{step.AwaitReceipt, []step.Point{step.Entered, step.Before, step.After, step.Settled, step.Returns}},
	{step.PutOnRecord, []step.Point{step.Entered, step.Settled, step.Returns}},
}

// Cells are all of them, always the same and in the same order.
func Cells() (cells []Cell) {
	for _, pass := range passes {
		for _, point := range pass.points {
			victims := []Victim{Worker, Server, Both}
			if pass.activity == step.Observe {
				victims[0] = Gateway
			}
			for _, victim := range victims {
				for _, answer := range []Answer{Answered, Lost, Refused} {
					cells = append(cells, Cell{Number: len(cells) + 1, Step: step.Step{Activity: pass.activity, Point: point}, Victim: victim, Answer: answer})
				}
			}
		}
	}
	return cells
}
