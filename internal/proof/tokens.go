package proof

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is one word of a text, in small letters, and the bytes it stands at.
type token struct {
	word       string
	begin, end int
}

// stop is the end of a sentence. No phrase goes across it.
const stop = "."

var (
	action = regexp.MustCompile(`\{\{.*?\}\}`)
	quoted = regexp.MustCompile(`"[^"]*"`)
)

// plain is a text without what stands in braces, save the words of a plural: each of
// its bytes is a NUL, so that everything else stays where it is.
func plain(text string) string {
	return action.ReplaceAllStringFunc(text, func(braced string) string {
		masked := []byte(strings.Repeat("\x00", len(braced)))
		if strings.HasPrefix(strings.TrimLeft(braced, "{- "), "plural") {
			for _, at := range quoted.FindAllStringIndex(braced, -1) {
				copy(masked[at[0]+1:at[1]-1], braced[at[0]+1:at[1]-1])
			}
		}
		return string(masked)
	})
}

// tokens is the words of a text. A percent sign is a word; so is each end of a
// sentence, and what stands in braces is the word "{}".
func tokens(text string) (all []token) {
	masked := plain(text)
	for at := 0; at < len(masked); {
		r, size := utf8.DecodeRuneInString(masked[at:])
		end := at + size
		switch {
		case r == 0:
			for end < len(masked) && masked[end] == 0 {
				end++
			}
			all = append(all, token{"{}", at, end})
		case inWord(r):
			for end < len(masked) {
				next, size := utf8.DecodeRuneInString(masked[end:])
				if !inWord(next) && !joins(masked, end, next) {
					break
				}
				end += size
			}
			word := strings.ReplaceAll(strings.ToLower(masked[at:end]), "’", "'")
			all = append(all, token{word, at, end})
		case r == '%':
			all = append(all, token{"%", at, end})
		case r == '.' || r == '!' || r == '?' || r == '\n' || r == ';':
			all = append(all, token{stop, at, end})
		}
		at = end
	}
	return all
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

// joins says whether a sign within a word belongs to it: the apostrophe of won't.
func joins(text string, at int, sign rune) bool {
	if sign != '\'' && sign != '’' {
		return false
	}
	next, _ := utf8.DecodeRuneInString(text[at+utf8.RuneLen(sign):])
	return unicode.IsLetter(next)
}
