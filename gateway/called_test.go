package gateway_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	commonpb "go.temporal.io/api/common/v1"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	workflowpb "go.temporal.io/api/workflow/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"

	"makegood/gateway"
	"makegood/internal/ledger"
	"makegood/recovery"
	"makegood/workflows"
)

// office is a gateway with a real ledger, and providers that call.
type office struct {
	*door
	t        *testing.T
	temporal *switchboard
	books    *shakyLedger
}

func newOffice(t *testing.T, change ...func(*gateway.Options)) *office {
	t.Helper()
	book, err := ledger.Open(t.Context(), filepath.Join(t.TempDir(), "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	o := &office{t: t, temporal: &switchboard{}, books: &shakyLedger{Ledger: book}}
	var log bytes.Buffer
	o.door = newDoor(append([]func(*gateway.Options){func(options *gateway.Options) {
		options.Temporal, options.Ledger, options.Webhooks = o.temporal, o.books, ourWebhooks()
		options.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	}}, change...)...)
	t.Cleanup(func() { nothingPersonal(t, log.String()) })
	return o
}

func nothingPersonal(t *testing.T, log string) {
	for _, personal := range []string{"2025550143", "ada@", "example.com", "Ada", "%2B1"} {
		if strings.Contains(log, personal) {
			t.Errorf("%s stands in the log:\n%s", personal, log)
		}
	}
}

// counted says how often an outcome was counted for a provider.
func (o *office) counted(outcome, provider string) string {
	o.t.Helper()
	series := `makegood_webhooks_total{outcome="` + outcome + `",provider="` + provider + `"}`
	for line := range strings.Lines(o.ask(http.MethodGet, "/metrics", "").Body.String()) {
		if value, is := strings.CutPrefix(line, series+" "); is {
			return strings.TrimSpace(value)
		}
	}
	return "0"
}

// begun puts a step on record, and what its provider is known to have said of it;
// where the word is empty nobody has spoken yet.
func (o *office) begun(provider, step, id string, word recovery.Word, age time.Duration) {
	o.t.Helper()
	_, _, err := o.books.Begin(o.t.Context(), ledger.Delivery{Recovery: goodRecovery, Step: step, Provider: provider, BegunAt: noon.Add(-age)})
	if err == nil && word != "" {
		err = o.books.Settle(o.t.Context(), goodRecovery, step, recovery.Receipt{Provider: provider, ID: id, Status: "before", Word: word, At: noon.Add(-age)})
	}
	if err != nil {
		o.t.Fatal(err)
	}
}

// row is what stands on record of a step.
func (o *office) row(step string) (row ledger.Delivery, there bool) {
	o.t.Helper()
	rows, err := o.books.Deliveries(o.t.Context(), goodRecovery)
	if err != nil {
		o.t.Fatal(err)
	}
	at := slices.IndexFunc(rows, func(row ledger.Delivery) bool { return row.Step == step })
	if at < 0 {
		return row, false
	}
	return rows[at], true
}

// shakyLedger is the ledger, failing where a test says so.
type shakyLedger struct {
	*ledger.Ledger
	hear, passedOn, complain error
}

func (l *shakyLedger) Hear(ctx context.Context, request string, news []ledger.News, needs func(before, after ledger.Delivery, told ledger.News) bool) (ledger.Hearing, error) {
	if l.hear != nil {
		return ledger.Hearing{}, l.hear
	}
	return l.Ledger.Hear(ctx, request, news, needs)
}

func (l *shakyLedger) PassedOn(ctx context.Context, request string, news []ledger.News) error {
	if l.passedOn != nil {
		return l.passedOn
	}
	return l.Ledger.PassedOn(ctx, request, news)
}

func (l *shakyLedger) Complain(ctx context.Context, complaint *recovery.Complaint) (recovery.State, bool, error) {
	if l.complain != nil {
		return recovery.State{}, false, l.complain
	}
	return l.Ledger.Complain(ctx, complaint)
}

// switchboard is Temporal as it is called: it knows one recovery's last run, takes
// signals, and fails as it is told to.
type switchboard struct {
	temporalDouble
	status          enumspb.WorkflowExecutionStatus // of the last run; unspecified where Temporal knows none
	describe, takes error                           // what a look, and a signal, fail with

	mu    sync.Mutex
	calls []call
}

// call is one signal as it was sent.
type call struct {
	id, signal string
	told       any
	options    client.StartWorkflowOptions
	workflow   any
}

func (s *switchboard) DescribeWorkflowExecution(context.Context, string, string) (*workflowservice.DescribeWorkflowExecutionResponse, error) {
	switch {
	case s.describe != nil:
		return nil, s.describe
	case s.status == enumspb.WORKFLOW_EXECUTION_STATUS_UNSPECIFIED:
		return nil, serviceerror.NewNotFound("no such workflow")
	}
	return &workflowservice.DescribeWorkflowExecutionResponse{WorkflowExecutionInfo: &workflowpb.WorkflowExecutionInfo{
		Status: s.status, Execution: &commonpb.WorkflowExecution{RunId: "run-1"},
	}}, nil
}

func (s *switchboard) SignalWithStartWorkflow(_ context.Context, id, signal string, told any, options client.StartWorkflowOptions, workflow any, args ...any) (client.WorkflowRun, error) {
	if s.takes != nil {
		return nil, s.takes
	}
	if len(args) != 0 || workflow != workflows.TypeRecovery || options.TaskQueue != workflows.TaskQueue {
		return nil, errors.New("this is no recovery's start")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls = append(s.calls, call{id, signal, told, options, workflow})
	return nil, nil
}
