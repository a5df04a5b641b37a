package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"makegood/recovery"
)

// production is the program makegood, with the house for Temporal and providers.
type production struct {
	t       *testing.T
	program string
	environ []string
	gateway string
}

func startProduction(t *testing.T, h *house) *production {
	t.Helper()
	p := &production{t: t, program: filepath.Join(t.TempDir(), "makegood"), gateway: "127.0.0.1:" + freePort(t)}
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", p.program, "../makegood").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	p.environ = append(os.Environ(),
		"TEMPORAL_ADDRESS="+h.temporal.Address(), "MAKEGOOD_TASK_QUEUE=production", "MAKEGOOD_LISTEN="+p.gateway, "MAKEGOOD_METRICS_LISTEN=off",
		"MAKEGOOD_DATABASE=sqlite:"+filepath.Join(t.TempDir(), "ledger.db"),
		"MAKEGOOD_STRIPE_URL="+h.sandboxURL, "MAKEGOOD_TWILIO_URL="+h.sandboxURL, "MAKEGOOD_SENDGRID_URL="+h.sandboxURL,
		"STRIPE_API_KEY=sk_test_"+"production", "TWILIO_ACCOUNT_SID=AC"+strings.Repeat("1", 32), "TWILIO_AUTH_TOKEN="+strings.Repeat("2", 32),
		"TWILIO_FROM=+12025550199", "SENDGRID_API_KEY=SG."+"production.key", "MAKEGOOD_MAIL_FROM=care@example.com", "MAKEGOOD_SURVEY_GROUP=7001")
	return p
}

func (p *production) command(args ...string) *exec.Cmd {
	command := exec.CommandContext(p.t.Context(), p.program, args...)
	command.Env = p.environ
	return command
}

// says runs a command to its end and returns what it printed.
func (p *production) says(args ...string) string {
	p.t.Helper()
	out, err := p.command(args...).CombinedOutput()
	if err != nil {
		p.t.Fatalf("makegood %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// runs starts a command that stays, and has it stop gracefully at the end.
func (p *production) runs(name string) {
	p.t.Helper()
	command := exec.CommandContext(context.WithoutCancel(p.t.Context()), p.program, name) // the clean-up below ends it
	command.Env = p.environ
	var log bytes.Buffer
	command.Stderr = &log
	if err := command.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() {
		if err := command.Process.Signal(syscall.SIGTERM); err != nil {
			p.t.Errorf("%s is gone: %v", name, err)
		}
		if err := command.Wait(); err != nil {
			p.t.Errorf("%s did not stop gracefully: %v\n%s", name, err, log.String())
		}
	})
}

// ready waits until the gateway is.
func (p *production) ready() {
	p.t.Helper()
	until(p.t, "the gateway is ready", func() bool {
		response, err := http.Get("http://" + p.gateway + "/readyz")
		if err != nil {
			return false
		}
		response.Body.Close()
		return response.StatusCode == http.StatusOK
	})
}

func (p *production) post(o *recovery.Observation) {
	p.t.Helper()
	body, err := json.Marshal(o)
	if err != nil {
		p.t.Fatal(err)
	}
	if err := post(p.t.Context(), "http://"+p.gateway+"/v1/observations", "application/json", body); err != nil {
		p.t.Fatal(err)
	}
}

func TestTheProductionProgram(t *testing.T) {
	h := live(t)
	p := startProduction(t, h)
	if said := p.says("setup"); !strings.Contains(said, "Everything is there") {
		t.Fatal(said)
	}
	p.runs("worker")
	p.runs("gateway")
	p.ready()
	o := observation("1", "flight.delayed", "production", "delay_minutes", 200)
	o.Resolved = true
	h.paid(t, o)
	file := filepath.Join(t.TempDir(), "failures.ndjson")
	line, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, line, 0o600); err != nil {
		t.Fatal(err)
	}
	if said := p.says("observe", "--gateway", "http://"+p.gateway, file); !strings.Contains(said, "1 observations reported, 0 of them known") {
		t.Error(said)
	}
	id := o.RecoveryID()
	if err := h.client.GetWorkflow(t.Context(), id, "").Get(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if said := p.says("show", id); !strings.Contains(said, "Refund 25% of 19.99 EUR: done.") || !strings.Contains(said, "delivered") {
		t.Error(said)
	}
	if said := p.says("cost", id); !strings.Contains(said, "billable actions") {
		t.Error(said)
	}
	listed := false
	for !listed && t.Context().Err() == nil {
		listed = strings.Contains(p.says("list", "--stage", string(recovery.Delivered), "--customer", o.Customer.ID), id)
	}
	if got := h.provided(t, id); len(got.refunds) != 1 || len(got.texts) != 1 {
		t.Errorf("got %+v", got)
	}
	if said := p.says("observe", "--gateway", "http://"+p.gateway, file); !strings.Contains(said, "1 of them known") {
		t.Error(said)
	}
	out, err := p.command("list", "--stage", "lost").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "needs_person") {
		t.Errorf("%v %s", err, out)
	}
}
