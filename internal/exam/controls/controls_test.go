package controls_test

import (
	"os/exec"
	"testing"

	"makegood/internal/exam/controls"
	"makegood/internal/exam/crash"
	"makegood/internal/exam/faults"
	"makegood/internal/exam/webhooks"
)

func root(t *testing.T) string {
	t.Helper()
	root, err := controls.Root(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// Each control applies to the source as it is, and names cases that there are.
func TestEveryControlApplies(t *testing.T) {
	if n := len(controls.All()); n < 20 {
		t.Errorf("there are %d controls", n)
	}
	now, _ := faults.Cases(true)
	for _, control := range controls.All() {
		if _, err := control.Patched(root(t)); err != nil {
			t.Error(err)
		}
		cases, cells := control.Choose(now, crash.Cells())
		if len(cases)+len(cells)+len(control.Called(webhooks.Cases(1, true))) == 0 {
			t.Errorf("control %q names no case", control.Name)
		}
	}
}

// Each control compiles: what does not could not be caught.
func TestEveryControlCompiles(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles part of the product once for each control; left out with -short")
	}
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip("no go command")
	}
	for _, control := range controls.All() {
		if err := control.Vet(t.Context(), root(t), t.TempDir()); err != nil {
			t.Error(err)
		}
	}
}
