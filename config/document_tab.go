package config

import "strings"

// tabNear is where a tab indents a line, or the one before or after it: the parser may
// only notice beside the tab.
func (d *document) tabNear(line int) (place, bool) {
	for _, number := range []int{line, line + 1, line - 1} {
		if number < 1 || number > len(d.lines) {
			continue
		}
		text := d.lines[number-1]
		indent := text[:len(text)-len(strings.TrimLeft(text, " \t"))]
		if tab := strings.IndexByte(indent, '\t'); tab >= 0 && indent != text {
			return place{number, tab + 1}, true
		}
	}
	return place{}, false
}
