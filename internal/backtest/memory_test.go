package backtest

import (
	"io"
	"runtime"
	"runtime/metrics"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
)

// endless writes so many observations of as many flights and customers without keeping
// any of them.
type endless struct {
	line   []byte
	places []int // where the number of the flight stands
	number int
	last   int
	rest   []byte
}

func newEndless(observations int) *endless {
	const line = `{"id":"o-########","trigger":"flight.delayed","experience":"LO-########","observed_at":"2026-01-02T00:00:00Z","measures":{"delay_minutes":50},"resolved":true,"customer":{"id":"c-########"},"payment":{"payment_intent":"pi_########","amount":4960,"currency":"eur"}}` + "\n"
	e := &endless{line: []byte(line), last: observations}
	for at := range line {
		if strings.HasPrefix(line[at:], "########") && line[at-1] != '#' {
			e.places = append(e.places, at)
		}
	}
	return e
}

func (e *endless) Read(into []byte) (int, error) {
	filled := 0
	for {
		n := copy(into[filled:], e.rest)
		e.rest = e.rest[n:]
		if filled += n; filled == len(into) {
			return filled, nil
		}
		if e.number == e.last {
			return filled, io.EOF
		}
		number := strconv.Itoa(10_000_000 + e.number*7%e.last)
		for _, at := range e.places {
			copy(e.line[at:], number)
		}
		e.number++
		e.rest = e.line
	}
}

var slowly bool // the race detector is on

func TestMemoryDoesNotGrowWithTheFile(t *testing.T) {
	const room, bound = 16 << 20, 80 << 20
	observations := 2_000_000
	if slowly {
		observations /= 20
	}
	runtime.GC()
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	before, read, peak := live[0].Value.Uint64(), int64(0), atomic.Uint64{}
	look := func() {
		runtime.GC()
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(live)
		peak.Store(max(peak.Load(), live[0].Value.Uint64()))
	}
	result, err := Run(t.Context(), Options{
		Inputs: []Input{{Name: "endless", Open: func() (io.ReadCloser, error) { return io.NopCloser(newEndless(observations)), nil }}},
		Play:   shipped(t, "late-flight"), Memory: room,
		Read: func(bytes int64) {
			if read += bytes; read>>26 != (read-bytes)>>26 {
				look()
			}
		},
		Decided: func(float64) { look() },
	})
	if err != nil {
		t.Fatal(err)
	}
	play := result.Plays[0]
	if play.Dismissed != int64(observations) || play.Observed != int64(observations) {
		t.Errorf("%+v", play)
	}
	if grown := peak.Load() - before; grown > bound {
		t.Errorf("%d MiB were in use, for %d MiB of observations that are kept", grown>>20, room>>20)
	}
	t.Logf("%d MiB read, at most %d MiB in use", read>>20, (peak.Load()-before)>>20)
}
