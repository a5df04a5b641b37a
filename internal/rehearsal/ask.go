package rehearsal

import (
	"fmt"
	"strings"

	"makegood/config"
)

// answer is what a recovery answered a person.
type answer struct {
	asked *config.Ordered
	took  func() // called when it is accepted
	wrong error
}

// Accept is heard when a recovery takes what it is asked.
func (a *answer) Accept() { a.took() }

// Reject is heard when it does not.
func (a *answer) Reject(err error) { a.wrong = err }

// Complete is heard when it has done it, or failed to.
func (a *answer) Complete(_ any, err error) {
	if err != nil {
		a.wrong = err
	}
}

// ask asks the one recovery that an order means.
func (s *stage) ask(asked *config.Ordered) {
	a := &answer{asked: asked}
	s.answers = append(s.answers, a)
	ids := s.begun(asked.Which)
	if len(ids) != 1 {
		a.wrong = fmt.Errorf("of %d recoveries none is named; name its experience or its customer", len(ids))
		if len(ids) == 0 {
			a.wrong = fmt.Errorf("there is no such recovery at that time")
		}
		return
	}
	a.took = func() { s.memory.updated(ids[0], asked.Update, asked.Says) }
	if err := s.env.UpdateWorkflowByID(ids[0], asked.Update, fmt.Sprintf("update-%d", len(s.answers)), a, asked.Says); err != nil {
		a.wrong = fmt.Errorf("the recovery has ended")
	}
}

// failure says what is wrong with an answer, or nothing.
func (a *answer) failure() string {
	switch wanted := a.asked.Rejected; {
	case wanted == "" && a.wrong != nil:
		return "it was turned down: " + a.wrong.Error()
	case wanted != "" && a.wrong == nil:
		return "it was taken, and should have been turned down: " + wanted
	case wanted != "" && !strings.Contains(strings.ToLower(a.wrong.Error()), strings.ToLower(wanted)):
		return "it was turned down otherwise: " + a.wrong.Error()
	}
	return ""
}
