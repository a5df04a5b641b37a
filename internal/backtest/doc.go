// Package backtest answers what a play would have cost: it puts recorded
// observations before the same recovery.Decide that a running recovery asks, and adds up
// what would have been owed.
//
// It goes twice over what it is given. First each line is read, checked and put on a
// pile by customer and recovery; piles that grow too large are sorted and laid down in
// temporary files, so that memory does not grow with what is read. Then the
// observations of one recovery come out together, whatever order they came in, and are
// decided. Nothing is estimated.
package backtest
