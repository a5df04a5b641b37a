package config

import (
	"fmt"
	"slices"
	"strings"
)

// Secrets are several of one kind of which each holds, while one takes over from
// another. They are written with commas between them, and never shown.
type Secrets []Secret

// Set says whether there is any.
func (s Secrets) Set() bool { return slices.ContainsFunc(s, Secret.Set) }

// UnmarshalText takes what stands between the commas.
func (s *Secrets) UnmarshalText(text []byte) error {
	*s = nil
	for _, value := range items(string(text)) {
		*s = append(*s, NewSecret(value))
	}
	return nil
}

// items is what stands between commas. Nothing is no item: an empty secret is one
// that everybody knows.
func items(text string) []string {
	var all []string
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			all = append(all, item)
		}
	}
	return all
}

// which names one of several without repeating it.
func which(i, of int) string {
	if of == 1 {
		return "this"
	}
	return fmt.Sprintf("number %d of these", i+1)
}
