package docs

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"makegood/config"
)

var (
	block    = regexp.MustCompile("(?s)```yaml\n(.*?)```")
	complete = regexp.MustCompile(`(?m)^play: (?s:.*)^tiers:`)
)

// What docs/plays.md shows can be copied: each play in it is one, and what shows a part
// of a play is sound within one.
func TestThePlaysThatAreShown(t *testing.T) {
	page, err := os.ReadFile("plays.md")
	if err != nil {
		t.Fatal(err)
	}
	whole, parts := 0, 0
	for _, found := range block.FindAllStringSubmatchIndex(string(page), -1) {
		shown := string(page[found[2]:found[3]])
		line := 1 + strings.Count(string(page[:found[2]]), "\n")
		switch {
		case complete.MatchString(shown):
			whole++
		case strings.HasPrefix(shown, "journey:"), strings.HasPrefix(shown, "#"):
			continue
		default:
			parts++
			shown = around(shown)
		}
		if _, err := config.ParsePlay(fmt.Sprintf("plays.md, from line %d on", line), []byte(shown)); err != nil {
			t.Errorf("%v", err)
		}
	}
	if whole < 3 || parts < 3 {
		t.Errorf("%d plays and %d parts of plays were read", whole, parts)
	}
}

// around is a play with a part of it as the page shows it.
func around(part string) string {
	play := "play: shown\nversion: 1\ntrigger: x.y\nclose_after: 90d\napology: {channels: [sms], text: {en: x}}\n"
	timed := strings.Contains(part, "at_least: 2d") || strings.Contains(part, "clock:")
	switch {
	case timed && strings.Contains(part, "tiers:"):
		play += "measure: open\nsettle: resolved\n"
	case timed:
		play += "measure: open\ntiers: [{at_least: 1d, remedy: {coupon: {percent: 5}}}]\n"
	case strings.Contains(part, "tiers:"):
		play += "measure: m\n"
	default:
		play += "measure: m\ntiers: [{at_least: 1, remedy: {coupon: {percent: 5}}}]\n"
	}
	return play + part
}
