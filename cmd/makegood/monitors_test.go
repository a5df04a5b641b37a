package main

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// The command reads the very playbook and ledger that the workers use.
func TestMonitorsCommand(t *testing.T) {
	const monitor = "monitor: {from: ops feed, silent_after: 6h}\n"
	files := map[string]string{}
	for name, more := range map[string]string{
		"late": monitor + "fix_when: {recoveries: 2, within: 7d}\n", "quiet": monitor, "fresh": monitor, "bare": "",
		"share": "fix_when: {percent: 5, within: 7d}\n",
	} {
		files[name+".yaml"] = strings.NewReplacer("NAME", name, "MORE", more).Replace(`play: NAME
version: 1
trigger: NAME.seen
measure: delay_minutes
tiers:
  - {at_least: 120, remedy: {refund: {percent: 25}}}
apology:
  channels: [email]
  subject: {en: "Sorry"}
  text: {en: "We are sorry. {{.Remedy}} Ref {{.Ref}}"}
surveys: {suppress: 90d}
MORE`)
	}
	dir := write(t, files)
	t.Setenv("MAKEGOOD_PLAYBOOKS", dir)
	t.Setenv("MAKEGOOD_DATABASE", "sqlite:"+filepath.Join(dir, "ledger.db"))
	t.Setenv("TEMPORAL_ADDRESS", "127.0.0.1:1")
	books, err := ledger.Open(t.Context(), "sqlite:"+filepath.Join(dir, "ledger.db"))
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	heard := now.Add(-7 * time.Hour)
	if err := books.Heard(t.Context(), map[string]time.Time{"quiet.seen": heard, "late.seen": now}); err != nil {
		t.Fatal(err)
	}
	if err := books.KeepLook(t.Context(), ledger.Look{Play: "quiet", Since: now.Add(-99 * time.Hour), At: now}); err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"recovery/a", "recovery/b", "recovery/c"} {
		if err := books.Record(t.Context(), recovery.State{ID: id, Play: "late", Stage: recovery.Delivered, OpenedAt: now, ConfirmedAt: now}); err != nil {
			t.Fatal(err)
		}
	}
	if err := books.Close(); err != nil {
		t.Fatal(err)
	}
	printed, err := run(t, "monitors")
	if err != nil {
		t.Fatal(err)
	}
	line := func(play string, wants ...string) {
		t.Helper()
		for text := range strings.Lines(printed) {
			if strings.Contains(text, " "+play+" ") {
				for _, want := range wants {
					if !strings.Contains(text, want) {
						t.Errorf("no %q in %s", want, text)
					}
				}
				return
			}
		}
		t.Errorf("no %s in\n%s", play, printed)
	}
	line("quiet", "quiet.seen", "ops feed", heard.UTC().Format(time.DateTime), "SILENT 7h, normal up to 6h")
	line("late", "0s, normal up to 6h", "FIX THIS 3 in 7d, limit 2")
	line("bare", "nobody says", "never", "not watched")
	line("fresh", "never", "not watched yet, normal up to 6h")
	line("share", "unknown: ")
	if !strings.Contains(printed, "5 plays: 1 silent, 2 without a monitor, 1 to be fixed") {
		t.Error(printed)
	}
}
