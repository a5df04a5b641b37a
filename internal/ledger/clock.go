package ledger

import "time"

// Clock sets what the ledger takes for the time, before it is used: for whoever skips
// time.
func (l *Ledger) Clock(now func() time.Time) { l.now = now }
