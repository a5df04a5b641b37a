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
	what     step.For
}{
	{activity: step.Observe, points: []step.Point{step.Signals, step.Signaled}},
	{activity: step.PinPlay, points: []step.Point{step.Entered, step.Returns}},
	{activity: step.ConfirmOnRecord, points: []step.Point{step.Entered, step.Settled, step.Returns}},
	{activity: step.KeepSurveyMailAway, points: []step.Point{step.Entered, step.Before, step.After, step.Returns}},
	{activity: step.Refund, points: []step.Point{step.Entered, step.Intent, step.Before, step.After, step.Settled, step.Returns}},
	{activity: step.Coupon, points: []step.Point{step.Entered, step.Intent, step.Before, step.After, step.Before2, step.After2, step.Settled, step.Returns}},
	{activity: step.Credit, points: []step.Point{step.Entered, step.Intent, step.Before, step.After, step.Settled, step.Returns}},
	{activity: step.SMS, points: []step.Point{step.Entered, step.Intent, step.Before, step.After, step.Settled, step.Returns}},
	{activity: step.Email, points: []step.Point{step.Entered, step.Intent, step.Before, step.After, step.Settled, step.Returns}},
	{activity: step.AwaitReceipt, points: []step.Point{step.Entered, step.Before, step.After, step.Settled, step.Returns}},
	{activity: step.PutOnRecord, points: []step.Point{step.Entered, step.Settled, step.Returns}},
	{step.ConfirmOnRecord, []step.Point{step.Entered, step.Settled, step.Returns}, step.Shared},
	{step.PutOnRecord, []step.Point{step.Entered, step.Settled, step.Returns}, step.Released},
	{step.ConfirmOnRecord, []step.Point{step.Entered, step.Settled, step.Returns}, step.Added},
	{step.PutOnRecord, []step.Point{step.Entered, step.Settled, step.Returns}, step.Added},
	{step.Refund, []step.Point{step.Entered, step.Intent, step.Before, step.After, step.Settled, step.Returns}, step.Added},
	{step.SMS, []step.Point{step.Entered, step.Intent, step.Before, step.After, step.Settled, step.Returns}, step.Added},
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
					cells = append(cells, Cell{Number: len(cells) + 1, Step: step.Step{Activity: pass.activity, For: pass.what, Point: point}, Victim: victim, Answer: answer})
				}
			}
		}
	}
	return cells
}
