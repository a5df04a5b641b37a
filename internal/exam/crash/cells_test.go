package crash_test

import (
	"slices"
	"testing"

	"makegood/internal/exam/crash"
)

func TestThereAreEnoughCellsAndAlwaysTheSame(t *testing.T) {
	possible := crash.Cells()
	if len(possible) < 300 {
		t.Errorf("%d cells can happen", len(possible))
	}
	seen := map[string]bool{}
	for i, cell := range crash.Cells() {
		if cell.Number != i+1 || seen[cell.String()] {
			t.Errorf("cell %d is %s", i+1, cell)
		}
		seen[cell.String()] = true
	}
	if !slices.Equal(crash.Choose(7, false, 0), crash.Choose(7, false, 0)) {
		t.Error("one seed chose otherwise the second time")
	}
	if got := len(crash.Choose(7, false, 0)); got != len(possible) {
		t.Errorf("%d of %d cells were chosen", got, len(possible))
	}
}

func TestTheShortFormHasEveryStepOnce(t *testing.T) {
	steps := map[string]int{}
	for _, cell := range crash.Cells() {
		steps[cell.Step.String()] = 0
	}
	for _, cell := range crash.Choose(7, true, 0) {
		steps[cell.Step.String()]++
	}
	for step, times := range steps {
		if times != 1 {
			t.Errorf("%s is there %d times", step, times)
		}
	}
}

func TestOneCellAlone(t *testing.T) {
	cell := crash.Cells()[0]
	if chosen := crash.Choose(7, true, cell.Number); len(chosen) != 1 || chosen[0] != cell {
		t.Errorf("chosen are %v", chosen)
	}
}
