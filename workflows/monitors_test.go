package workflows

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/mock"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/testsuite"

	"makegood/activities"
)

// One look is tried again for a while, in skipped time, and gives up well before the
// next look is kept waiting.
func TestMonitors(t *testing.T) {
	for name, c := range map[string]struct {
		away time.Duration // the ledger
		ends bool          // with what was found
	}{
		"at once":                {0, true},
		"after a while":          {2 * time.Minute, true},
		"not within one look":    {time.Hour, false},
		"not before the timeout": {MonitorsRun, false},
	} {
		t.Run(name, func(t *testing.T) {
			var suite testsuite.WorkflowTestSuite
			suite.SetLogger(silent)
			env := suite.NewTestWorkflowEnvironment()
			env.SetTestTimeout(5 * time.Minute)
			env.SetWorkflowRunTimeout(MonitorsRun)
			env.RegisterWorkflow(Monitors)
			began, looks := env.Now(), 0
			env.OnActivity(monitors.LookAtMonitors, mock.Anything).Return(func(context.Context) ([]activities.Found, error) {
				looks++
				if env.Now().Before(began.Add(c.away)) {
					return nil, errors.New("the ledger is away")
				}
				return []activities.Found{{Play: "late-flight", Silent: true}}, nil
			})
			env.ExecuteWorkflow(Monitors)
			var found []activities.Found
			if err := errors.Join(env.GetWorkflowError(), resultOf(env, &found)); (err == nil) != c.ends {
				t.Errorf("%v after %d looks", err, looks)
			}
			if c.ends && (len(found) != 1 || !found[0].Silent) {
				t.Errorf("%+v", found)
			}
			if took := env.Now().Sub(began); took > MonitorsRun || !c.ends && looks < 5 {
				t.Errorf("%d looks in %s", looks, took)
			}
		})
	}
}

func resultOf(env *testsuite.TestWorkflowEnvironment, into any) error {
	if err := env.GetWorkflowError(); err != nil {
		return err
	}
	return env.GetWorkflowResult(into)
}

// counts answers each query.
type counts func(query string) (int64, error)

func (c counts) CountWorkflow(_ context.Context, request *workflowservice.CountWorkflowExecutionsRequest) (*workflowservice.CountWorkflowExecutionsResponse, error) {
	count, err := c(request.Query)
	return &workflowservice.CountWorkflowExecutionsResponse{Count: count}, err
}

func TestWatchingIsCounted(t *testing.T) {
	since := time.Date(2026, 11, 21, 13, 0, 0, 0, time.FixedZone("", 3600))
	var asked string
	visible := Visible{TaskQueue: "trial's", Temporal: counts(func(query string) (int64, error) { asked = query; return 7, nil })}
	if count, err := visible.Watching(t.Context(), "late-flight", since); err != nil || count != 7 {
		t.Error(count, err)
	}
	const want = "WorkflowType = 'Recovery' AND TaskQueue = 'trial''s' AND ExecutionStatus = 'Running' AND MakegoodPlay = 'late-flight' AND MakegoodStage = 'watching' AND StartTime >= '2026-11-21T12:00:00Z'"
	if asked != want {
		t.Errorf("%s\nwant\n%s", asked, want)
	}
	visible.Temporal = counts(func(string) (int64, error) { return 0, errors.New("away") })
	if _, err := visible.Watching(t.Context(), "late-flight", since); err == nil || !strings.Contains(err.Error(), "away") {
		t.Error(err)
	}
}
