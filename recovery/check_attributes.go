package recovery

import "fmt"

const (
	maxDepth = 8
	maxBytes = 64 << 10 // a running recovery carries them along
)

// attributes wants what a sentence can hold, not a backend's whole document.
func (ps *Problems) attributes(attributes map[string]any) {
	if deeper(attributes, maxDepth) {
		ps.add("attributes", fmt.Sprintf("this is nested more than %d deep", maxDepth), "send what can be read at a glance")
		return
	}
	if size := bytesOf(attributes); size > maxBytes {
		ps.add("attributes", fmt.Sprintf("this has about %d KiB", size>>10), fmt.Sprintf("send what the words need, at most %d KiB", maxBytes>>10))
	}
}

// deeper says whether lists and objects lie more than so many deep in a value.
func deeper(value any, levels int) bool {
	switch inner := value.(type) {
	case map[string]any:
		for _, each := range inner {
			if levels == 0 || deeper(each, levels-1) {
				return true
			}
		}
	case []any:
		for _, each := range inner {
			if levels == 0 || deeper(each, levels-1) {
				return true
			}
		}
	}
	return false
}

// bytesOf is about how long a value is as JSON, with the signs that Temporal's
// converter writes as six characters.
func bytesOf(value any) int {
	const short = 8 // a number, a word, the signs around a name
	switch inner := value.(type) {
	case map[string]any:
		size := 0
		for name, each := range inner {
			size += short + written(name) + bytesOf(each)
		}
		return size
	case []any:
		size := 0
		for _, each := range inner {
			size += 1 + bytesOf(each)
		}
		return size
	case string:
		return written(inner)
	}
	return short
}

func written(s string) int {
	size := len(s)
	for _, sign := range []byte(s) {
		if sign < ' ' || sign == '<' || sign == '>' || sign == '&' {
			size += 5
		}
	}
	return size
}
