package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"

	"makegood/internal/ledger"
	"makegood/recovery"
	"makegood/workflows"
)

// The schedule that the worker has made tells the operator of a trigger that is silent,
// once; and, when its source posts again, that it is heard.
func TestASilentMonitorIsTold(t *testing.T) {
	t.Parallel()
	chat := newChat(t)
	h := ownHouse(t, func(at *place) {
		at.notices = chat.URL
		play := `play: late-tram
version: 1
trigger: tram.delayed
measure: delay_minutes
tiers:
  - {at_least: 30, remedy: {coupon: {percent: 10, valid: 365d}}}
apology: {channels: [sms], text: {en: "We are sorry. {{.Remedy}} Ref {{.Ref}}"}}
surveys: {suppress: 90d}
monitor: {from: tram control, silent_after: 1h}
fix_when: {percent: 40, within: 7d, at_least: 2}
`
		if err := os.WriteFile(filepath.Join(at.playbooks, "late-tram.yaml"), []byte(play), 0o600); err != nil {
			t.Fatal(err)
		}
	})
	schedule := h.client.ScheduleClient().GetHandle(t.Context(), workflows.MonitorsSchedule(workflows.TaskQueue))
	h.until(t, "the schedule is there and has looked once", func() bool {
		looks, err := h.ledger.Looks(t.Context())
		return err == nil && !looks["late-tram"].At.IsZero()
	})
	look := func() {
		t.Helper()
		before, err := h.ledger.Looks(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := schedule.Trigger(t.Context(), client.ScheduleTriggerOptions{Overlap: enumspb.SCHEDULE_OVERLAP_POLICY_BUFFER_ONE}); err != nil {
			t.Fatal(err)
		}
		h.until(t, "it has looked again", func() bool {
			after, err := h.ledger.Looks(t.Context())
			return err == nil && after["late-tram"].At.After(before["late-tram"].At)
		})
	}
	if chat.said("tram.delayed") != 0 {
		t.Fatalf("told before it was silent: %q", chat.texts)
	}
	// As if it had been watched for two hours.
	now := time.Now()
	if err := h.ledger.KeepLook(t.Context(), ledger.Look{Play: "late-tram", Since: now.Add(-2 * time.Hour), At: now}); err != nil {
		t.Fatal(err)
	}
	look()
	look()
	if chat.said("Silent: nothing was heard of tram.delayed for 2h") != 1 || chat.said("It comes from: tram control.") != 1 {
		t.Errorf("%q", chat.texts)
	}

	bad, fine := observation("tram-1", "tram.delayed", "tram-9", "delay_minutes", 45), observation("tram-2", "tram.delayed", "tram-10", "delay_minutes", 5)
	h.paid(t, bad)
	for _, one := range []*recovery.Observation{bad, fine} {
		if status, body := h.post(t, one); status != 202 {
			t.Fatal(status, body)
		}
	}
	h.until(t, "the gateway has kept what it heard", func() bool {
		heard, err := h.ledger.LastHeard(t.Context())
		return err == nil && !heard["tram.delayed"].IsZero()
	})
	h.ended(t, bad.RecoveryID())
	h.until(t, "Temporal lists what is watched", func() bool {
		watching, err := workflows.Visible{Temporal: h.client, TaskQueue: workflows.TaskQueue}.Watching(t.Context(), "late-tram", now.Add(-time.Hour))
		return err == nil && watching == 1
	})
	look()
	look()
	if chat.said("Heard again: tram.delayed") != 1 || chat.said("ilent: nothing") != 1 {
		t.Errorf("%q", chat.texts)
	}
	if chat.said("Fix this: late-tram. 50% (1 of 2) of what it watched within 7d was confirmed; the limit is 40%") != 1 {
		t.Errorf("%q", chat.texts)
	}
}
