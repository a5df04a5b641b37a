package twilio

import (
	"strings"
	"testing"
)

func TestSegments(t *testing.T) {
	for _, c := range []struct {
		body string
		want int
	}{
		{strings.Repeat("a", 160), 1},
		{strings.Repeat("a", 161), 2},
		{strings.Repeat("a", 306), 2},
		{strings.Repeat("a", 307), 3},
		{strings.Repeat("€", 80), 1}, // counts twice
		{strings.Repeat("€", 81), 2},
		{strings.Repeat("ż", 70), 1}, // makes all of it UCS-2
		{strings.Repeat("ż", 71), 2},
		{strings.Repeat("a", 70) + "ż", 2},
		{strings.Repeat("🙂", 35), 1}, // two units each
		{strings.Repeat("🙂", 36), 2},
	} {
		if got := segments(c.body); got != c.want {
			t.Errorf("%d runes of %.4q: got %d, want %d", len([]rune(c.body)), c.body, got, c.want)
		}
	}
}
