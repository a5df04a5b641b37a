package twin

import "strings"

// Search is what a person looks for on the page; the zero value finds all.
type Search string

// NewSearch takes no notice of case and of space around.
func NewSearch(s string) Search { return Search(strings.ToLower(strings.TrimSpace(s))) }

// In tells whether any of the texts contains it.
func (s Search) In(texts ...string) bool {
	if s == "" {
		return true
	}
	for _, text := range texts {
		if strings.Contains(strings.ToLower(text), string(s)) {
			return true
		}
	}
	return false
}
