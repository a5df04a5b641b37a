// Package recovery holds the vocabulary of Makegood and every decision it takes.
//
// It is pure: no clock, no input or output, no Temporal. The workflow, the
// gateway, the backtest and the tests all ask the same functions, above all
// [Decide], which answers from a play, from what was seen and from the time
// whether to watch on, to make good, or to dismiss.
package recovery
