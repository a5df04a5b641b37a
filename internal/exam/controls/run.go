package controls

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"makegood/internal/exam/crash"
	"makegood/internal/exam/desk"
	"makegood/internal/exam/faults"
	"makegood/internal/exam/house"
	"makegood/internal/exam/journey"
	"makegood/internal/exam/oracle"
	"makegood/internal/exam/report"
	"makegood/internal/exam/webhooks"
)

// Called are the webhooks' cases that should find a control.
func (c Control) Called(cases []*webhooks.Case) (chosen []*webhooks.Case) {
	for _, one := range cases {
		if slices.ContainsFunc(c.Hooks, func(by string) bool { return strings.HasPrefix(one.What, by) }) {
			chosen = append(chosen, one)
		}
	}
	return chosen
}

// Choose is the cases that should find a control.
func (c Control) Choose(cases []*journey.Journey, cells []crash.Cell) (chosen []*journey.Journey, struck []crash.Cell) {
	for _, j := range cases {
		if slices.ContainsFunc(c.By, func(by string) bool { return strings.HasPrefix(j.What, by) }) {
			chosen = append(chosen, j)
		}
	}
	for _, cell := range cells {
		if c.Cells != nil && c.Cells(cell) {
			struck = append(struck, cell)
		}
	}
	return chosen, struck
}

const (
	builders   = 2                // that compile and link at the same time
	endsWithin = time.Minute      // what a mistake has lost never ends
	reopens    = 20 * time.Second // nor opens again
)

// Run builds each control and sits its part of the exam, all on one ground, each with
// a crew of its own. Only is the number of one control, or 0.
func Run(ctx context.Context, h *house.House, short bool, only int, progress report.Progress) (*report.Line, error) {
	root, err := Root(ctx)
	if err != nil {
		return nil, err
	}
	line := &report.Line{Section: "controls"}
	all := All()
	if only > len(all) {
		return nil, fmt.Errorf("there is no control %d; there are %d", only, len(all))
	}
	caught := make([]string, len(all))
	var done atomic.Int64
	building := make(chan struct{}, builders)
	group, sitting := errgroup.WithContext(ctx)
	leftOut := func(i int) bool { return only != 0 && only != i+1 || only == 0 && short && all[i].Long }
	for i, control := range all {
		if leftOut(i) {
			continue
		}
		line.Controls++
		group.Go(func() (err error) {
			building <- struct{}{}
			program, err := control.buildIn(sitting, root, filepath.Join(h.Dir(), "control-"+strconv.Itoa(i+1)))
			<-building
			if err != nil {
				return err
			}
			caught[i], err = control.sit(sitting, h, i+1, program)
			progress.Show("controls: sat", int(done.Add(1)), line.Controls)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	for i, control := range all {
		switch {
		case leftOut(i):
		case caught[i] == "":
			line.Fail(i+1, report.NotCaught, control.Name)
		default:
			progress.Say(fmt.Sprintf("  caught %2d: %s: %s", i+1, control.Name, caught[i]))
		}
	}
	return line, nil
}

func (c Control) buildIn(ctx context.Context, root, dir string) (string, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	return c.Build(ctx, root, dir)
}

// sit has the control's cases sat by a crew with its mistake. It returns the first
// finding, or nothing where the exam was deceived.
func (c Control) sit(ctx context.Context, h *house.House, number int, program string) (string, error) {
	name := "control" + strconv.Itoa(number)
	hire := h.Crew
	if len(c.Hooks) > 0 {
		hire = h.Called
	}
	crew, err := hire(ctx, name, program)
	if err != nil {
		return "", err
	}
	now, _ := faults.CasesOf(name, true)
	cases, cells := c.Choose(now, crash.Cells())
	var line *report.Line
	switch {
	case len(c.Hooks) > 0:
		called := c.Called(webhooks.CasesOf(name, 1, true))
		line, err = webhooks.RunFor(ctx, crew, called, endsWithin, reopens, report.Silent)
	case len(cells) > 0:
		line, err = crash.RunAs(ctx, crew, name, cells, report.Silent)
	default:
		at := desk.New(crew)
		if err := faults.Take(ctx, at, endsWithin, func(int) {}, cases); err != nil {
			return "", err
		}
		line, err = at.Line(ctx, name, cases)
	}
	if err != nil {
		return "", err
	}
	for _, failure := range line.Failures {
		if failure.Case != 0 && slices.Contains([]string{oracle.Lost, oracle.Twice, oracle.WrongAmount, oracle.Unexplained}, failure.Kind) {
			return failure.Kind, nil
		}
	}
	return "", nil
}
