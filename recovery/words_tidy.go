package recovery

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	runOfSpaces = regexp.MustCompile(`[ \t]+`)
	endOfLine   = regexp.MustCompile(`[ \t]*\n[ \t]*`)
	blankLines  = regexp.MustCompile(`\n{3,}`)
	spaceBefore = regexp.MustCompile(`[ \t]+([,.])([\s]|$)`)
	commaBefore = regexp.MustCompile(`,[ \t]*([,.!?;])`)
	linkInName  = regexp.MustCompile(`(?i)://|www\.|[^\s.]{2,}\.\p{L}{2,}`)
)

// strayStart is what no text begins with.
const strayStart = ",;:.!?-) \t\r\n"

// tidy closes the gaps that an empty name or an absent attribute leaves: no
// stray punctuation, no double space, a capital at the beginning.
func tidy(text string, nameless bool, locale string) string {
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = runOfSpaces.ReplaceAllString(text, " ")
	text = endOfLine.ReplaceAllString(text, "\n")
	text = blankLines.ReplaceAllString(text, "\n\n")
	text = spaceBefore.ReplaceAllString(text, "$1$2")
	text = commaBefore.ReplaceAllString(text, "$1")
	begun := strings.TrimSpace(text)
	text = strings.TrimSpace(strings.TrimLeft(text, strayStart))
	if nameless || text != begun {
		text = capitalised(text, locale)
	}
	return text
}

func capitalised(text, locale string) string {
	first, size := utf8.DecodeRuneInString(text)
	if size == 0 {
		return text
	}
	title := unicode.ToTitle(first)
	if base := baseOf(locale); base == "tr" || base == "az" {
		title = unicode.TurkishCase.ToTitle(first)
	}
	return string(title) + text[size:]
}

// oneLine is a text without line breaks or other control characters.
func oneLine(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToValidUTF8(text, ""), func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	}), " ")
}

// presentable is a name as it can stand in words. A name that holds a link is
// left out: whoever chose it wants us to send the link to someone.
func presentable(name string) string {
	name = oneLine(name)
	if linkInName.MatchString(name) {
		return ""
	}
	return name
}

// plainly writes an attribute's value as it was sent; lists and objects, which
// cannot be read aloud, are left out.
func plainly(value any) string {
	switch value := value.(type) {
	case string:
		return value
	case bool:
		return strconv.FormatBool(value)
	case float64:
		return strconv.FormatFloat(value, 'f', -1, 64)
	case int:
		return strconv.Itoa(value)
	case int64:
		return strconv.FormatInt(value, 10)
	case json.Number:
		return value.String()
	}
	return ""
}
