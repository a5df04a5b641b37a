package proof

import (
	"slices"
	"strings"
)

// A phrase is words with spaces between them. Each is matched whole, in small
// letters:
//
//	promise        that word
//	we|i           either
//	rabat*         what begins so: rabat, rabatu, rabatem; *rabatt* what contains it
//	_              up to gapMost words of any kind, or none, in the same sentence
type phrase string

const gapMost = 6

// span is the tokens from one on, up to another.
type span struct{ from, to int }

// find is where a phrase stands.
func (p phrase) find(all []token) (found []span) {
	words := strings.Fields(string(p))
	for from := 0; from < len(all); from++ {
		if to, matches := match(words, all, from); matches {
			found = append(found, span{from, to})
		}
	}
	return found
}

// match says whether words stand from a token on, and where they end.
func match(words []string, all []token, from int) (to int, matches bool) {
	if len(words) == 0 {
		return from, true
	}
	if words[0] == "_" {
		for skipped := 0; skipped <= gapMost && from+skipped <= len(all); skipped++ {
			if skipped > 0 && all[from+skipped-1].word == stop {
				return 0, false
			}
			if to, matches := match(words[1:], all, from+skipped); matches {
				return to, true
			}
		}
		return 0, false
	}
	if from >= len(all) || !slices.ContainsFunc(strings.Split(words[0], "|"), func(one string) bool { return fits(one, all[from].word) }) {
		return 0, false
	}
	return match(words[1:], all, from+1)
}

func fits(pattern, word string) bool {
	begins, open := strings.CutSuffix(pattern, "*")
	ends, free := strings.CutPrefix(begins, "*")
	switch {
	case word == stop || word == "{}":
		return word == pattern
	case open && free:
		return strings.Contains(word, ends)
	case open:
		return strings.HasPrefix(word, begins)
	case free:
		return strings.HasSuffix(word, ends)
	}
	return word == pattern
}

// find is where any of the phrases stands, save where it is a part of one that is
// harmless. Of those that overlap the first is kept, and the longest of them.
func (l list) find(all []token) (kept []span) {
	var harmless, found []span
	for _, one := range l.unless {
		harmless = append(harmless, one.find(all)...)
	}
	for _, one := range l.phrases {
		for _, hit := range one.find(all) {
			if !slices.ContainsFunc(harmless, func(h span) bool { return h.from <= hit.from && hit.to <= h.to }) {
				found = append(found, hit)
			}
		}
	}
	slices.SortFunc(found, func(a, b span) int {
		if a.from != b.from {
			return a.from - b.from
		}
		return b.to - a.to
	})
	for _, hit := range found {
		if len(kept) == 0 || hit.from >= kept[len(kept)-1].to {
			kept = append(kept, hit)
		}
	}
	return kept
}

// list is phrases of one kind, and what they may be a part of without harm.
type list struct{ phrases, unless []phrase }

// table is what to look for in one language.
type table struct{ promises, sells list }
