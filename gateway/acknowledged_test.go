package gateway

import (
	"fmt"
	"testing"
)

// More observations than are remembered do no harm: the oldest are forgotten,
// and no more is held than the limit.
func TestAcknowledgedForgetsTheOldest(t *testing.T) {
	a := newAcknowledged(3)
	for i := range 10 {
		one := digestOf("recovery/a/b/c", fmt.Sprint(i))
		a.add(one)
		a.add(one)
		for j := range 10 {
			known := j <= i && j > i-3
			if got := a.has(digestOf("recovery/a/b/c", fmt.Sprint(j))); got != known {
				t.Fatalf("after %d: %d is known: %v", i, j, got)
			}
		}
		if len(a.known) > 3 || len(a.latest) > 3 {
			t.Fatalf("%d and %d are held", len(a.known), len(a.latest))
		}
	}
	if a.has(digestOf("recovery/a/b/d", "9")) {
		t.Error("another recovery's is known")
	}
}
