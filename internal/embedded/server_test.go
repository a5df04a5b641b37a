package embedded_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
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

func startWaiting(t *testing.T, c client.Client, id string) client.WorkflowRun {
	t.Helper()
	run, err := c.ExecuteWorkflow(t.Context(), client.StartWorkflowOptions{ID: id, TaskQueue: queue}, waiting)
	if err != nil {
		t.Fatal(err)
	}
	return run
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

func TestUIServesAndSparesRecoveries(t *testing.T) {
	o := options(t, t.TempDir())
	o.UIPort = 0
	s := start(t, o)

	if status, page := get(t, s.UIAddress()+"/namespaces/default/workflows"); status != http.StatusOK || !strings.Contains(page, "<html") {
		t.Fatalf("status %d: %.200s", status, page)
	}
	if status, info := get(t, s.UIAddress()+"/api/v1/namespaces/default"); status != http.StatusOK || !strings.Contains(info, `"NAMESPACE_STATE_REGISTERED"`) {
		t.Fatalf("status %d: %.200s", status, info)
	}
	_, settings := get(t, s.UIAddress()+"/api/v1/settings")
	var has map[string]any
	if err := json.Unmarshal([]byte(settings), &has); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{
		"WorkflowTerminateDisabled": true,
		"WorkflowCancelDisabled":    true,
		"WorkflowResetDisabled":     true,
		"WorkflowSignalDisabled":    false,
		"WorkflowUpdateDisabled":    false,
		"DisableWriteActions":       false,
		"DisableNewsFetch":          true,
		"NotifyOnNewVersion":        false,
	} {
		if has[name] != want {
			t.Errorf("%s is %v, want %v", name, has[name], want)
		}
	}
	s.Stop()
	if _, err := http.Get(s.UIAddress()); err == nil {
		t.Error("the UI still answers after Stop")
	}
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(body)
}

func TestFolderIsHeldByOne(t *testing.T) {
	o := options(t, t.TempDir())
	first := start(t, o)

	_, err := embedded.Start(t.Context(), o)
	var inUse *embedded.FolderInUseError
	if !errors.As(err, &inUse) || inUse.Dir != o.Dir || !strings.Contains(err.Error(), "stop it or choose another folder") {
		t.Fatalf("got %v", err)
	}
	first.Stop()
	start(t, o)
}

func TestPortTakenIsNamed(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	port := taken.Addr().(*net.TCPAddr).Port

	for what, set := range map[string]func(*embedded.Options){
		"Temporal frontend": func(o *embedded.Options) { o.FrontendPort = port },
		"Temporal UI":       func(o *embedded.Options) { o.UIPort = port },
	} {
		t.Run(what, func(t *testing.T) {
			o := options(t, t.TempDir())
			set(&o)
			_, err := embedded.Start(t.Context(), o)
			var portTaken *embedded.PortTakenError
			if !errors.As(err, &portTaken) || portTaken.Port != port || portTaken.For != what {
				t.Fatalf("got %v", err)
			}
			if !strings.Contains(err.Error(), "choose another port") {
				t.Errorf("the error does not help: %v", err)
			}
			// Nothing of the attempt is left: the folder is free.
			o.FrontendPort, o.UIPort = 0, -1
			start(t, o)
		})
	}
}

func TestUnusableFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := embedded.Start(t.Context(), options(t, filepath.Join(file, "state")))
	var unusable *embedded.FolderError
	if !errors.As(err, &unusable) || !strings.Contains(err.Error(), "choose another folder") {
		t.Fatalf("got %v", err)
	}
}

func TestNotADatabase(t *testing.T) {
	o := options(t, t.TempDir())
	if err := os.WriteFile(filepath.Join(o.Dir, "temporal.db"), []byte(strings.Repeat("this is no database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := embedded.Start(t.Context(), o); err == nil || !strings.Contains(err.Error(), "temporal.db") {
		t.Fatalf("got %v", err)
	}
}
