package ledger_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"makegood/recovery"
)

// Each is a whole recovery, four writes, 64 side by side.

func BenchmarkSQLite(b *testing.B)   { benchmark(b, sqliteKind()) }
func BenchmarkPostgres(b *testing.B) { benchmark(b, postgresKind(b)) }

func benchmark(b *testing.B, k kind) {
	for _, parallel := range []int{1, 64} {
		b.Run(fmt.Sprintf("parallel=%d", parallel), func(b *testing.B) {
			l := open(b, k.fresh(b))
			var last atomic.Int64
			todo := make(chan struct{}, parallel)
			done := make(chan error, parallel)
			b.ResetTimer()
			for range parallel {
				go func() {
					for range todo {
						s := state(fmt.Sprint(last.Add(1)), recovery.Confirmed)
						s.Story = []recovery.Happened{{At: noon, What: "Confirmed: 192 minutes late, refund 25% of 49.60 EUR"}}
						if err := wholeRecovery(context.Background(), l, s); err != nil {
							done <- err
							return
						}
					}
					done <- nil
				}()
			}
			for b.Loop() {
				todo <- struct{}{}
			}
			close(todo)
			for range parallel {
				if err := <-done; err != nil {
					b.Error(err)
				}
			}
			b.ReportMetric(float64(last.Load())/b.Elapsed().Seconds(), "recoveries/s")
		})
	}
}
