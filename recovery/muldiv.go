package recovery

import (
	"math"
	"math/bits"
)

// mulDivUp is a*b/c rounded up, exact in 128 bits; it holds at the largest
// number rather than overflow.
func mulDivUp(a, b, c uint64) uint64 {
	high, low := bits.Mul64(a, b)
	if high >= c {
		return math.MaxUint64
	}
	quotient, remainder := bits.Div64(high, low, c)
	if remainder > 0 {
		quotient++
	}
	return quotient
}
