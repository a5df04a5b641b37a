package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"makegood/internal/demo"
	"makegood/internal/ledger"
	"makegood/recovery"
)

// watch follows a round in the ledger, and shows how it goes.
type watch struct {
	ledger  *ledger.Ledger
	round   *round
	began   time.Time
	told    atomic.Int64
	ended   map[string]*recovery.State // by recovery id
	byStage map[recovery.Stage]int
	never   int // flights that the play neither dismisses nor makes good
	first   time.Duration
	bar     *progressbar.ProgressBar
	out     output
	line    string
	said    time.Time // when a line was printed last, where there is no terminal
}

func newWatch(from *ledger.Ledger, round *round, out output) *watch {
	w := &watch{ledger: from, round: round, began: time.Now(), out: out, ended: map[string]*recovery.State{}, byStage: map[recovery.Stage]int{}}
	for _, flight := range round.flights {
		if expected := demo.Expect(round.Play, flight); expected.Stage == recovery.Watching {
			w.never++
		}
	}
	if file, ok := out.(*os.File); ok && term.IsTerminal(int(file.Fd())) {
		w.bar = progressbar.NewOptions(len(round.flights)-w.never, progressbar.OptionSetWriter(io.Writer(file)),
			progressbar.OptionSetWidth(24), progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(false),
			progressbar.OptionThrottle(50*time.Millisecond))
	}
	return w
}

func (w *watch) reported(n int) { w.told.Add(int64(n)) }

// look asks the ledger for every flight that has not ended, and says whether all have.
func (w *watch) look(ctx context.Context) (bool, error) {
	for _, flight := range w.round.flights {
		id := flight.RecoveryID()
		if _, ended := w.ended[id]; ended {
			continue
		}
		state, found, err := w.ledger.Recovery(ctx, id)
		if err != nil {
			return false, err
		}
		if found && (state.Stage.Ended() || state.Stage == recovery.NeedsPerson) {
			w.ended[id] = &state
			w.byStage[state.Stage]++
			if state.Stage == recovery.Delivered && w.first == 0 {
				w.first = time.Since(w.began)
			}
		}
	}
	w.show()
	return len(w.ended)+w.never >= len(w.round.flights), nil
}

func (w *watch) show() {
	line := fmt.Sprintf("observed %d · dismissed %d · delivered %d", w.told.Load(), w.byStage[recovery.Dismissed], w.byStage[recovery.Delivered])
	if n := w.byStage[recovery.NeedsPerson]; n > 0 {
		line += fmt.Sprintf(" · needs a person %d", n)
	}
	if line == w.line {
		return
	}
	w.line = line
	if w.bar == nil {
		if all := len(w.ended)+w.never >= len(w.round.flights); all || time.Since(w.said) >= time.Second {
			w.said = time.Now()
			fmt.Fprintln(w.out, line)
		}
		return
	}
	w.bar.Describe(line)
	_ = w.bar.Set(len(w.ended)) // a bar that cannot be drawn is no reason to stop
}

func (w *watch) finish() {
	if w.bar != nil {
		_ = w.bar.Finish() // as above
		fmt.Fprintln(w.out)
	}
	if w.round.resumed {
		return // its times began in another process
	}
	fmt.Fprintf(w.out, "The first was delivered %.1f s after it was reported, all after %.1f s.\n", w.first.Seconds(), time.Since(w.began).Seconds())
}
