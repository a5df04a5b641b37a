package main

import (
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"makegood/recovery"
	"makegood/workflows"
)

// A signal for a trigger that no play answers to waits for a person. Once the
// play is there, their retry has it made good with what came before.
func TestAnUnknownTriggerIsMadeGoodOnceItsPlayIsThere(t *testing.T) {
	dir, plays := t.TempDir(), playsFolder(t, "late-tram")
	o := observation("1", "meal.chilled", "record-unknown", "degrees_lost", 26)
	o.ObservedAt = o.ObservedAt.Add(-time.Minute)
	id := o.RecoveryID()

	without := openAt(t, dir, plays)
	without.signal(t, id, o)
	without.listed(t, id)
	without.close()

	with := openAt(t, dir, playsFolder(t, "late-tram", "chilled-meal"))
	defer with.close()
	with.paid(t, o)
	with.update(t, id, "retry", workflows.Retry{Who: "sam", Why: "the play is there now"})
	if state := with.ended(t, id); state.Stage != recovery.Delivered || state.Play != "chilled-meal" {
		t.Fatalf("it is %+v", state)
	}
	if got := with.provided(t, id); len(got.refunds) != 1 || len(got.mails) != 1 {
		t.Errorf("got %+v", got)
	}
	if err := with.client.GetWorkflow(t.Context(), id, "").Get(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "unknown.json")
	if *recording {
		file = filepath.Join("..", "..", "workflows", "testdata", "histories", "unknown-trigger-retried.json")
	}
	with.record(t, id, file)
	replay(t, id, file)
}

// playsFolder is a folder with these of the plays.
func playsFolder(t *testing.T, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(dir, name+".yaml"), []byte(plays[name]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// openAt opens a house of the test's own.
func openAt(t *testing.T, dir, playbooks string) *house {
	t.Helper()
	h, err := open(t.Context(), place{dir: dir, playbooks: playbooks, uiPort: -1, pace: time.Millisecond}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	return h
}
