package workers

import (
	"context"
	"errors"
	"time"

	"makegood/internal/ledger"
)

// GaugeBook is what the gauges of the monitors are read from.
type GaugeBook interface {
	// LastHeard is when an observation of each trigger last came.
	LastHeard(ctx context.Context) (map[string]time.Time, error)
	// Looks is what was last found, by play.
	Looks(ctx context.Context) (map[string]ledger.Look, error)
}

// The gauges of the monitors, by trigger and play. Every worker has all of them, whoever
// looked.
const (
	MonitorSilent  = "makegood_monitor_silent"          // 1 while the trigger is silent for longer than is normal
	MonitorUnheard = "makegood_monitor_unheard_seconds" // since an observation of it last came
	MonitorLooked  = "makegood_monitor_looked_seconds"  // since the last look: it grows where nobody looks
	FixWhenReached = "makegood_fix_when"                // 1 while the play fires more often than its fix_when
	FixWhenRate    = "makegood_fix_when_rate"           // confirmed of what was watched within the time, from 0 to 1; or how many were confirmed, where the limit is a number
)

// gauge sets every gauge by what is on record.
func (m *Monitors) gauge(ctx context.Context) error {
	if m.Measures == nil {
		return nil
	}
	heard, err := m.Ledger.LastHeard(ctx)
	looks, err2 := m.Ledger.Looks(ctx)
	if err := errors.Join(err, err2); err != nil {
		return err
	}
	now := time.Now
	if m.Now != nil {
		now = m.Now
	}
	for _, play := range m.Plays {
		look, looked := looks[play.Name]
		if !looked || play.Monitor == nil && play.FixWhen == nil {
			continue
		}
		to := m.Measures.WithTags(map[string]string{"trigger": play.Trigger, "play": play.Name})
		to.Gauge(MonitorLooked).Update(now().Sub(look.At).Seconds())
		if play.Monitor != nil {
			since, _ := play.Monitor.SilentSince(heard[play.Trigger], look.Since, now())
			to.Gauge(MonitorSilent).Update(one(look.Silent))
			to.Gauge(MonitorUnheard).Update(now().Sub(since).Seconds())
		}
		if play.FixWhen != nil {
			to.Gauge(FixWhenReached).Update(one(look.Fix))
			to.Gauge(FixWhenRate).Update(rate(play.FixWhen.Of(look.Counted)))
		}
	}
	return nil
}

func one(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

func rate(confirmed, watched int) float64 {
	if watched == 0 {
		return float64(confirmed)
	}
	return float64(confirmed) / float64(watched)
}
