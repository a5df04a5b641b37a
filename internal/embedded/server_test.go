package embedded_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"makegood/internal/embedded"
)

const queue = "embedded-test"

var (
	play = temporal.NewSearchAttributeKeyKeyword("MakegoodPlay")
	tier = temporal.NewSearchAttributeKeyInt64("MakegoodTier")
)

// waiting is a workflow that is open until it hears "go".
func waiting(ctx workflow.Context) (string, error) {
	if err := workflow.UpsertTypedSearchAttributes(ctx, play.ValueSet("late-flight")); err != nil {
		return "", err
	}
	var word string
	workflow.GetSignalChannel(ctx, "go").Receive(ctx, &word)
	return word, nil
}

func options(t *testing.T, dir string) embedded.Options {
	t.Helper()
	return embedded.Options{
		Dir:              dir,
		UIPort:           -1,
		SearchAttributes: map[string]enumspb.IndexedValueType{"MakegoodPlay": enumspb.INDEXED_VALUE_TYPE_KEYWORD},
		Logger:           slog.New(slog.NewTextHandler(t.Output(), nil)),
	}
}

func start(t *testing.T, o embedded.Options) *embedded.Server {
	t.Helper()
	s, err := embedded.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return s
}

func dial(t *testing.T, s *embedded.Server) client.Client {
	t.Helper()
	c, err := client.Dial(client.Options{HostPort: s.Address(), Logger: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func work(t *testing.T, c client.Client) {
	t.Helper()
	w := worker.New(c, queue, worker.Options{})
	w.RegisterWorkflow(waiting)
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(w.Stop)
}

func quiet() sdklog.Logger { return sdklog.NewStructuredLogger(slog.New(slog.DiscardHandler)) }

func startWaiting(t *testing.T, c client.Client, id string) {
	t.Helper()
	_, err := c.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{
		ID: id, TaskQueue: queue,
		WorkflowTaskTimeout: time.Second, // how long a killed worker is waited for
	}, waiting)
	if err != nil {
		t.Fatal(err)
	}
}

// finish sends the word and expects it back.
func finish(t *testing.T, c client.Client, id string) {
	t.Helper()
	if err := c.SignalWorkflow(t.Context(), id, "", "go", "on"); err != nil {
		t.Fatal(err)
	}
	var word string
	if err := c.GetWorkflow(t.Context(), id, "").Get(t.Context(), &word); err != nil || word != "on" {
		t.Fatalf("got %q, %v", word, err)
	}
}

// awaitFound asks until the query finds n workflows: the index follows a
// workflow at a small distance.
func awaitFound(t *testing.T, c client.Client, query string, n int64) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for {
		found, err := c.CountWorkflow(ctx, &workflowservice.CountWorkflowExecutionsRequest{Query: query})
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		if found.Count == n {
			return
		}
	}
}

func TestStateOutlivesTheServer(t *testing.T) {
	o := options(t, filepath.Join(t.TempDir(), "made", "with a space, % and #"))

	first := start(t, o)
	c := dial(t, first)
	work(t, c)
	startWaiting(t, c, "recovery/flight.delayed/LO391/c-1")
	startWaiting(t, c, "recovery/flight.delayed/LO391/c-2")
	finish(t, c, "recovery/flight.delayed/LO391/c-1")
	awaitFound(t, c, `MakegoodPlay = "late-flight" AND ExecutionStatus = "Completed"`, 1)
	first.Stop()
	first.Stop() // twice is once

	// A later release brings one attribute more.
	o.SearchAttributes["MakegoodTier"] = enumspb.INDEXED_VALUE_TYPE_INT
	second := start(t, o)
	c = dial(t, second)
	awaitFound(t, c, `MakegoodPlay = "late-flight" AND ExecutionStatus = "Completed"`, 1)
	awaitFound(t, c, `MakegoodPlay = "late-flight" AND ExecutionStatus = "Running"`, 1)
	work(t, c)
	finish(t, c, "recovery/flight.delayed/LO391/c-2")

	_, err := c.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{
		ID: "tiered", TaskQueue: queue, TypedSearchAttributes: temporal.NewSearchAttributes(tier.ValueSet(3)),
	}, waiting)
	if err != nil {
		t.Fatal(err)
	}
	awaitFound(t, c, `MakegoodTier = 3`, 1)
}

func TestClosedWorkflowCanBeStartedAgainAtOnce(t *testing.T) {
	c := dial(t, start(t, options(t, t.TempDir())))
	work(t, c)
	const id = "again"
	for range 5 {
		run, err := c.SignalWithStartWorkflow(t.Context(), id, "go", "on", client.StartWorkflowOptions{TaskQueue: queue}, waiting)
		if err != nil {
			t.Fatal(err)
		}
		if err := run.Get(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
	}
	awaitFound(t, c, `WorkflowId = "again" AND ExecutionStatus = "Completed"`, 5)
}

func TestSearchAttributeKeepsItsType(t *testing.T) {
	o := options(t, t.TempDir())
	start(t, o).Stop()

	o.SearchAttributes["MakegoodPlay"] = enumspb.INDEXED_VALUE_TYPE_INT
	_, err := embedded.Start(t.Context(), o)
	if err == nil || !strings.Contains(err.Error(), "MakegoodPlay is Keyword in this namespace and cannot become Int") {
		t.Fatalf("got %v", err)
	}
}
