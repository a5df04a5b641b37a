package backtest

import (
	"time"

	"makegood/recovery"
)

// watcher takes in the observations of one experience one by one as they are made, as
// the running system does: a run that ends dismissed knows nothing of what comes after it,
// and the next one nothing of what came before, save when it began by the same play.
type watcher struct {
	book    Playbook
	open    bool // a run watches
	play    *recovery.Play
	chosen  time.Time
	parked  []*recovery.Observation // by the run, while no play is known
	known   []*recovery.Observation // by the run
	before  []*recovery.Observation // by runs before it, of the same play
	earlier *recovery.Play          // theirs
	verdict recovery.Decision
}

func watched(book Playbook, observed []*recovery.Observation, until time.Time) *watcher {
	w := &watcher{book: book}
	for _, o := range observed {
		w.wait(o.ObservedAt.Add(-1))
		w.observe(o)
	}
	w.wait(until)
	return w
}

func (w *watcher) observe(o *recovery.Observation) {
	if !w.open {
		w.open, w.play, w.parked, w.known = true, nil, nil, nil
	}
	if w.play == nil {
		w.parked = append(w.parked, o)
		if w.play, _ = w.book.Choose(o); w.play == nil {
			return
		}
		w.chosen = o.ObservedAt
		for _, one := range w.parked {
			w.learn(one)
		}
		return
	}
	w.learn(o)
}

func (w *watcher) learn(o *recovery.Observation) {
	if w.play.Check(o) == nil {
		w.known = append(w.known, o)
	}
}

// wait lets time pass.
func (w *watcher) wait(now time.Time) {
	switch {
	case !w.open:
	case w.play == nil:
		over, closes := false, w.parked[0].ObservedAt.Add(w.longest(w.parked[0].Trigger))
		for _, one := range w.parked {
			over = over || one.Resolved
		}
		if over || !now.Before(closes) {
			w.open, w.earlier, w.before = false, nil, nil
		}
	default:
		w.verdict = recovery.Decide(w.play, seenBy(w.play, w.known), now)
		if w.verdict.Verdict == recovery.LetItGo {
			if w.earlier != w.play {
				w.before = nil
			}
			w.open, w.earlier, w.before = false, w.play, append(w.before, w.known...)
		}
	}
}

func (w *watcher) longest(trigger string) (longest time.Duration) {
	for _, play := range w.book.Plays() {
		if play.Trigger == trigger {
			longest = max(longest, play.CloseAfter.Std())
		}
	}
	return longest
}

// owes is the debt that the last run was confirmed with.
func (w *watcher) owes() (recovery.Debt, error) {
	var facts recovery.Facts
	var seen recovery.Seen
	if w.earlier == w.play {
		seen = seenBy(w.play, w.before)
	}
	for _, o := range w.known {
		if !o.ObservedAt.After(w.verdict.At) || !o.ObservedAt.After(w.chosen) { // it is decided when it can be
			facts.Learn(o)
			seen.Add(w.play.SightingOf(o))
		}
	}
	return w.play.Owes(w.verdict.Tier, seen.Case(w.verdict.Value, facts.Payment.Value))
}

func seenBy(play *recovery.Play, observed []*recovery.Observation) recovery.Seen {
	var seen recovery.Seen
	for _, o := range observed {
		seen.Add(play.SightingOf(o))
	}
	return seen
}
