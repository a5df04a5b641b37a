package journey

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

// font is how wide letters are, in thousandths of their size. The widths are those
// of Arial, which Helvetica, Liberation Sans, Nimbus Sans and Arimo share.
type font struct {
	ascii  [95]float64 // from the space on
	others map[rune]float64
	lower  float64 // of a letter that is not listed: as wide as the widest Greek or Cyrillic one
	upper  float64
}

var regular = font{
	ascii: [95]float64{
		278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
		1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
		333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
	},
	others: map[rune]float64{'ł': 222, 'ı': 278, 'ø': 611, 'ß': 611, 'đ': 556, '„': 333, '“': 333, '”': 333, '‚': 222, '‘': 222, '’': 222, '–': 556, '·': 278, '•': 350, '€': 556, '£': 556, '°': 400, '≥': 549},
	lower:  900, upper: 1060,
}

var bold = font{
	ascii: [95]float64{
		278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
		975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
		333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
	},
	others: map[rune]float64{'ł': 278, 'ı': 278, 'ø': 611, 'ß': 611, 'đ': 611, '„': 500, '“': 500, '”': 500, '‚': 278, '‘': 278, '’': 278, '–': 556, '·': 278, '•': 350, '€': 556, '£': 556, '°': 400, '≥': 549},
	lower:  950, upper: 1100,
}

// mono has letters of one width, as names of triggers are written.
var mono = font{lower: 610, upper: 610}

// wider is what a font may be wider than Arial and still stay in its box.
const wider = 1.09

// width is how many pixels a text takes up at a size.
func (f *font) width(text string, size float64) float64 {
	var sum float64
	for _, r := range norm.NFD.String(text) {
		sum += f.letter(r)
	}
	return sum * size / 1000 * wider
}

func (f *font) letter(r rune) float64 {
	other, listed := f.others[r]
	switch kind := width.LookupRune(r).Kind(); {
	case unicode.Is(unicode.Mn, r):
		return 60 // it stands over a letter; over an i it makes that wider
	case kind == width.EastAsianWide, kind == width.EastAsianFullwidth:
		return 1000
	case listed:
		return other
	case f.ascii[0] > 0 && r >= ' ' && r <= '~':
		return f.ascii[r-' ']
	case unicode.IsLower(r), f.ascii[0] == 0:
		return f.lower
	}
	return f.upper
}

// wrap breaks a text into lines that are at most so wide. A word that is wider
// than a line is broken itself.
func (f *font) wrap(text string, size, across float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		joined := strings.TrimSpace(line + " " + word)
		if f.width(joined, size) <= across {
			line = joined
			continue
		}
		if line != "" {
			lines = append(lines, line)
		}
		for line = word; f.width(line, size) > across; {
			var head string
			head, line = f.broken(line, size, across)
			lines = append(lines, head)
		}
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// broken takes from a word as much as fits: up to a mark that names are made
// with, or with a hyphen.
func (f *font) broken(word string, size, across float64) (head, rest string) {
	letters := []rune(norm.NFC.String(word))
	fits, mark := 1, 0
	for i := 1; i < len(letters) && f.width(string(letters[:i])+"-", size) <= across; i++ {
		fits = i
		if strings.ContainsRune("._-/:@", letters[i-1]) {
			mark = i
		}
	}
	switch {
	case mark > fits/3:
		return string(letters[:mark]), string(letters[mark:])
	case f == &mono:
		return string(letters[:fits]), string(letters[fits:]) // a hyphen could be a part of the name
	}
	return string(letters[:fits]) + "-", string(letters[fits:])
}
