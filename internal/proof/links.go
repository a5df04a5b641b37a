package proof

import (
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/net/publicsuffix"

	"makegood/recovery"
)

// partsForLinks is the most parts that a text message with a link or a code may
// come to.
const partsForLinks = 2

const (
	whyLink = "the parts of a long text can arrive apart, and a link that is cut in two cannot be tapped"
	whyCode = "the parts of a long text can arrive apart, and a code that is cut in two cannot be copied"
)

var (
	address   = regexp.MustCompile(`(?i)\b(?:https?://|www\.)[^\s"'<>]*[^\s"'<>.,;:!?)]`)
	domain    = regexp.MustCompile(`(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[a-z]{2,}(?:/[^\s"'<>]*[^\s"'<>.,;:!?)])?`)
	attribute = regexp.MustCompile(`(?i)\{\{[^}]*\.Attributes\.(?:\w*_)?(?:url|uri|link|href)s?\b[^}]*\}\}`)
	code      = regexp.MustCompile(`\{\{[^}]*\.Code\b[^}]*\}\}`)
	remedy    = regexp.MustCompile(`\{\{[^}]*\.Remedy\b[^}]*\}\}`)
)

// long remarks on a link or a code in a text message that is cut more than once.
func (r *reader) long(length Length) {
	play := r.work.Play
	if length.Longest.Parts <= partsForLinks || !goesBy(play, recovery.SMS) {
		return
	}
	text := written{"apology.text." + length.Locale, length.Locale, play.Apology.Text[length.Locale]}
	parts := fmt.Sprintf("in a text message of up to %d parts", length.Longest.Parts)
	mend := fmt.Sprintf("write less, until the longest comes to %d", partsForLinks)
	for _, link := range links(text.text) {
		piece := text.text[link[0]:link[1]]
		r.in(text, link[0], piece, Remark{Kind: LongLink, What: fmt.Sprintf("the link %q stands %s", piece, parts), Why: whyLink, Mend: mend + ", or take the link out"})
	}
	found, what := code.FindStringIndex(text.text), "a code stands "
	if found == nil && givesCoupons(play) {
		found, what = remedy.FindStringIndex(text.text), "the remedy says a coupon's code "
	}
	if found != nil {
		r.in(text, found[0], text.text[found[0]:found[1]], Remark{Kind: LongCode, What: what + parts, Why: whyCode, Mend: mend})
	}
}

// links is where links stand in a text: addresses, domains alone, and attributes
// that are named after what they hold.
func links(text string) (found [][]int) {
	masked := plain(text)
	found = address.FindAllStringIndex(masked, -1)
	for _, one := range domain.FindAllStringIndex(masked, -1) {
		host, _, _ := strings.Cut(masked[one[0]:one[1]], "/")
		suffix, icann := publicsuffix.PublicSuffix(strings.ToLower(host))
		isMail := one[0] > 0 && masked[one[0]-1] == '@'
		if icann && suffix != strings.ToLower(host) && !isMail && !within(found, one) {
			found = append(found, one)
		}
	}
	return append(found, attribute.FindAllStringIndex(text, -1)...)
}

func within(all [][]int, one []int) bool {
	for _, other := range all {
		if other[0] <= one[0] && one[1] <= other[1] {
			return true
		}
	}
	return false
}

func goesBy(play *recovery.Play, channel recovery.Channel) bool {
	for _, one := range play.Apology.Channels {
		if one == channel {
			return true
		}
	}
	return false
}

func givesCoupons(play *recovery.Play) bool {
	for _, tier := range play.Tiers {
		if tier.Remedy.Kind() == recovery.KindCoupon {
			return true
		}
		for _, way := range tier.Else {
			if way.Kind == recovery.KindCoupon {
				return true
			}
		}
	}
	return false
}
