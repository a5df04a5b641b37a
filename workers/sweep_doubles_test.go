package workers

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	commonpb "go.temporal.io/api/common/v1"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	workflowpb "go.temporal.io/api/workflow/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"

	"makegood/internal/ledger"
	"makegood/recovery"
	"makegood/workflows"
)

const (
	running    = enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING
	completed  = enumspb.WORKFLOW_EXECUTION_STATUS_COMPLETED
	terminated = enumspb.WORKFLOW_EXECUTION_STATUS_TERMINATED
	timedOut   = enumspb.WORKFLOW_EXECUTION_STATUS_TIMED_OUT
	failed     = enumspb.WORKFLOW_EXECUTION_STATUS_FAILED
	canceled   = enumspb.WORKFLOW_EXECUTION_STATUS_CANCELED
)

// server is Temporal as the sweep asks it. What it does not answer, a test that asks
// falls over.
type server struct {
	client.Client
	last    map[string]enumspb.WorkflowExecutionStatus // of each recovery it remembers
	listed  [][]string                                 // what visibility shows as cut short, page by page
	queues  map[string]string                          // of those that are on another's task queue
	fails   map[string]error                           // by recovery, of whatever is asked about it
	starts  error                                      // of every start
	queries []string
	opened  []string // "id after run"
	told    []string // "id of step"
}

func (s *server) ListWorkflow(_ context.Context, request *workflowservice.ListWorkflowExecutionsRequest) (*workflowservice.ListWorkflowExecutionsResponse, error) {
	s.queries = append(s.queries, request.Query)
	if err := s.fails["list"]; err != nil {
		return nil, err
	}
	answer, page := &workflowservice.ListWorkflowExecutionsResponse{}, len(request.NextPageToken)
	if page < len(s.listed) {
		for _, id := range s.listed[page] {
			answer.Executions = append(answer.Executions, &workflowpb.WorkflowExecutionInfo{Execution: &commonpb.WorkflowExecution{WorkflowId: id}})
		}
	}
	if page+1 < len(s.listed) {
		answer.NextPageToken = make([]byte, page+1)
	}
	return answer, nil
}

func (s *server) DescribeWorkflowExecution(_ context.Context, id, _ string) (*workflowservice.DescribeWorkflowExecutionResponse, error) {
	if err := s.fails[id]; err != nil {
		return nil, err
	}
	status, known := s.last[id]
	if !known {
		return nil, serviceerror.NewNotFound("no such workflow")
	}
	return &workflowservice.DescribeWorkflowExecutionResponse{WorkflowExecutionInfo: &workflowpb.WorkflowExecutionInfo{
		Status: status, TaskQueue: cmp.Or(s.queues[id], "makegood"), Execution: &commonpb.WorkflowExecution{WorkflowId: id, RunId: "run-of-" + id},
	}}, nil
}

func (s *server) ExecuteWorkflow(_ context.Context, options client.StartWorkflowOptions, workflow any, args ...any) (client.WorkflowRun, error) {
	if s.starts != nil {
		return nil, s.starts
	}
	if workflow != workflows.TypeRecovery || len(args) != 0 || options.TaskQueue != "makegood" {
		return nil, errors.New("this is no recovery's start")
	}
	s.opened = append(s.opened, fmt.Sprintf("%s after %s", options.ID, options.Memo[workflows.MemoResumes]))
	s.last[options.ID] = running
	return nil, nil
}

func (s *server) SignalWithStartWorkflow(_ context.Context, id, signal string, told any, _ client.StartWorkflowOptions, _ any, _ ...any) (client.WorkflowRun, error) {
	if err := errors.Join(s.starts, s.fails[id]); err != nil {
		return nil, err
	}
	receipt, _ := told.(recovery.Receipt)
	if signal != workflows.SignalReceipt {
		return nil, errors.New("this is no receipt")
	}
	s.told = append(s.told, id+" of "+receipt.Step)
	return nil, nil
}

// book is the ledger as the sweep reads it.
type book struct {
	open      map[recovery.Stage][]string
	waiting   []ledger.News
	err       error // of reading
	cannot    error // of keeping what was passed on
	filters   []ledger.Filter
	before    time.Time // of waiting news
	forgotten time.Time
}

func (b *book) Recoveries(_ context.Context, filter ledger.Filter) ([]recovery.State, error) {
	b.filters = append(b.filters, filter)
	if b.err != nil {
		return nil, b.err
	}
	ids := b.open[filter.Stage]
	if filter.BeforeID != "" {
		ids = ids[slices.Index(ids, filter.BeforeID)+1:]
	}
	var page []recovery.State
	for _, id := range ids[:min(len(ids), filter.Limit)] {
		page = append(page, recovery.State{ID: id, Stage: filter.Stage, OpenedAt: time.Now().Add(-time.Hour)})
	}
	return page, nil
}

func (b *book) Waiting(_ context.Context, before time.Time, most int) ([]ledger.News, error) {
	b.before = before
	return slices.Clone(b.waiting[:min(len(b.waiting), most)]), b.err
}

func (b *book) PassedOn(_ context.Context, request string, news []ledger.News) error {
	if b.cannot != nil || request != "" {
		return errors.Join(b.cannot, errors.New(request))
	}
	b.waiting = slices.DeleteFunc(b.waiting, func(one ledger.News) bool { return slices.Contains(news, one) })
	return nil
}

func (b *book) ForgetNews(_ context.Context, before time.Time) error {
	b.forgotten = before
	return nil
}

func news(id, step string) ledger.News {
	return ledger.News{Provider: "twilio", Event: id + step, Recovery: id, Receipt: recovery.Receipt{Step: step}}
}

func sweepOf(temporal *server, books *book) *Sweep {
	if temporal.last == nil {
		temporal.last = map[string]enumspb.WorkflowExecutionStatus{}
	}
	return &Sweep{Client: temporal, TaskQueue: "makegood", Ledger: books, Logger: slog.New(slog.DiscardHandler)}
}
