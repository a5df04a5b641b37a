package main

import (
	"fmt"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"makegood/recovery"
)

// version starts a worker of the production program as one version of it.
func (p *production) version(name string, promote string) *exec.Cmd {
	p.t.Helper()
	command := p.command("worker")
	command.Env = append(p.environ, "MAKEGOOD_BUILD_ID="+name, "MAKEGOOD_PROMOTE="+promote)
	if err := command.Start(); err != nil {
		p.t.Fatal(err)
	}
	return command
}

// A rolling upgrade with open recoveries: those that the old version began, the new
// one ends; nothing is done twice.
func TestARollingUpgradeWithOpenRecoveries(t *testing.T) {
	h := live(t)
	p := startProduction(t, h)
	p.environ = append(p.environ, "MAKEGOOD_TASK_QUEUE=upgrade")
	old := p.version("v1", "auto")
	p.runs("gateway")
	p.ready()
	const many = 8
	var open []*recovery.Observation
	for i := range many {
		o := observation("1", "flight.delayed", fmt.Sprintf("upgrade-%d", i), "delay_minutes", 200) // holds for ten minutes
		h.paid(t, o)
		p.post(o)
		open = append(open, o)
	}
	for _, o := range open {
		until(t, "it watches", func() bool { return len(h.stateOf(o.RecoveryID()).Seen.Sightings) == 1 })
	}
	next := p.version("v2", "manual")
	until(t, "v2 can be promoted", func() bool {
		out, err := p.command("promote", "v2").CombinedOutput()
		return err == nil && strings.Contains(string(out), "before it was v1")
	})
	if err := old.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := old.Wait(); err != nil {
		t.Errorf("v1 did not drain cleanly: %v", err)
	}
	for _, o := range open {
		over := *o
		over.ID, over.Resolved = "2", true
		p.post(&over)
	}
	for _, o := range open {
		id := o.RecoveryID()
		if err := h.client.GetWorkflow(t.Context(), id, "").Get(t.Context(), nil); err != nil {
			t.Fatal(err)
		}
		if state := h.stateOf(id); state.Stage != recovery.Delivered {
			t.Errorf("%s is %s: %s", id, state.Stage, state.Why)
		}
		if got := h.provided(t, id); len(got.refunds) != 1 || len(got.texts) != 1 {
			t.Errorf("%s: %+v", id, got)
		}
		about, err := h.client.DescribeWorkflowExecution(t.Context(), id, "")
		if err != nil {
			t.Fatal(err)
		}
		if version := about.GetWorkflowExecutionInfo().GetVersioningInfo().GetDeploymentVersion().GetBuildId(); version != "v2" {
			t.Errorf("%s was ended by %q", id, version)
		}
	}
	if err := next.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := next.Wait(); err != nil {
		t.Errorf("v2 did not drain cleanly: %v", err)
	}
}
