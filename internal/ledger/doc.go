// Package ledger keeps what must outlive the workflows: recoveries, deliveries
// and suppressions, in SQLite or in PostgreSQL, with the same promises on both.
//
// What was acknowledged is on disk: a write returns nil only after its
// transaction is committed and flushed. A write whose context ends first returns
// an error and may or may not have happened. Every write may be made again: the
// second time changes nothing, save that [Ledger.Begin] counts it.
//
// Nothing here goes back: a late repeat of an older word is taken without an
// error and changes nothing. [Ledger.Record] and [Ledger.Settle] say which word
// stands against which.
//
// Times are UTC and cut to the microsecond. A recovery.State alone is kept as it
// is, to the nanosecond, so that it comes back equal to what was recorded.
//
// There is no personal data in it: customers are opaque ids.
package ledger
