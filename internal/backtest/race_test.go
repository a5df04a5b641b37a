//go:build race

package backtest

// The race detector makes everything some ten times slower.
func init() { slowly = true }
