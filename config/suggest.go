package config

import (
	"slices"
	"strings"
)

// suggestion names what was most likely meant, and everything that there is.
func suggestion(meant string, names []string) string {
	there := "there are " + strings.Join(slices.Sorted(slices.Values(names)), ", ")
	if meant == "" {
		return there
	}
	return "did you mean " + meant + "? " + there
}

// nearest is the one among names that was most likely meant by a mistyped one,
// or nothing where none is near.
func nearest(typed string, names []string) string {
	best, least := "", max(1, min(3, len(typed)/3))+1
	for _, name := range slices.Sorted(slices.Values(names)) {
		if d := distance(strings.ToLower(typed), strings.ToLower(name)); d < least {
			best, least = name, d
		}
	}
	return best
}

// distance is how many letters must be added, dropped, changed or swapped with
// their neighbour to make one word of the other.
func distance(a, b string) int {
	if max(len(a), len(b)) > 100 {
		return 100
	}
	var before []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		next := make([]int, len(b)+1)
		next[0] = i
		for j := 1; j <= len(b); j++ {
			change := row[j-1]
			if a[i-1] != b[j-1] {
				change++
			}
			next[j] = min(row[j]+1, next[j-1]+1, change)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				next[j] = min(next[j], before[j-2]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}
