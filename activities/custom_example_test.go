package activities_test

import (
	"context"
	"fmt"
	"sync"

	"go.temporal.io/sdk/testsuite"

	"makegood/activities"
	"makegood/recovery"
)

// loyalty is a programme that gives miles, once for each key.
type loyalty struct {
	mu      sync.Mutex
	awarded map[string]string // by key: the entry's id
}

// miles is what the play writes under with.
type miles struct {
	Miles int `json:"miles"`
}

// AwardMiles gives miles as a play's remedy. Temporal may call it again at any time, also
// after it has answered: the key sees to it that the customer gets them once.
func (l *loyalty) AwardMiles(_ context.Context, order activities.CustomOrder[miles]) (recovery.Receipt, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if order.With.Miles <= 0 {
		return recovery.Receipt{}, activities.Refuse("no_miles", "the play awards no miles")
	}
	entry, known := l.awarded[order.Key]
	if !known {
		entry = fmt.Sprintf("entry-%d", len(l.awarded)+1)
		l.awarded[order.Key] = entry
		fmt.Printf("%d miles for %s\n", order.With.Miles, order.Customer)
	}
	return recovery.Receipt{ID: entry, Word: recovery.Arrived}, nil
}

// A play gives miles with
//
//	remedy:
//	  custom:
//	    activity: AwardMiles
//	    queue: loyalty
//	    with: {miles: 500}
//	    words: {en: "We have added 500 miles to your account."}
//
// and a worker of the author's, on the task queue loyalty, has the activity: in their own
// program, with worker.New(client, "loyalty", worker.Options{}) and RegisterActivity.
func ExampleCustomOrder() {
	programme := &loyalty{awarded: map[string]string{}}
	env := (&testsuite.WorkflowTestSuite{}).NewTestActivityEnvironment()
	env.RegisterActivity(programme)

	order := activities.CustomOrder[map[string]any]{ // as Makegood sends it
		Key: "recovery/lounge.closed/LX-1/c-1042/custom", Customer: "c-1042", With: map[string]any{"miles": 500},
	}
	for range 2 {
		answer, err := env.ExecuteActivity("AwardMiles", order)
		if err != nil {
			fmt.Println(err)
			return
		}
		var receipt recovery.Receipt
		if err := answer.Get(&receipt); err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(receipt.Word, receipt.ID)
	}
	// Output:
	// 500 miles for c-1042
	// arrived entry-1
	// arrived entry-1
}
