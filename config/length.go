package config

import (
	"fmt"
	"maps"
	"slices"

	"makegood/recovery"
)

// checkLengths refuses words that would be too long for a text message. It is
// asked of plays that are sound otherwise.
func (d *document) checkLengths(p *recovery.Play) {
	for _, locale := range slices.Sorted(maps.Keys(p.Apology.Text)) {
		longest, err := p.Longest(locale)
		d.checkLength("apology.text."+locale, p, longest, err)
	}
	for _, locale := range slices.Sorted(maps.Keys(p.Apology.More)) {
		longest, err := p.LongestMore(locale)
		d.checkLength("apology.more."+locale, p, longest, err)
	}
}

func (d *document) checkLength(path string, p *recovery.Play, longest recovery.Message, err error) {
	if err != nil {
		d.refuse(path, "this does not render: "+err.Error(), "write it more plainly")
		return
	}
	if length := recovery.SMSLength(longest.Text); length > recovery.SMSLimit && slices.Contains(p.Apology.Channels, recovery.SMS) {
		d.refuse(path, fmt.Sprintf("with a long name and amount this comes to %d characters", length), fmt.Sprintf("a text message has at most %d: write less, or take sms out of channels", recovery.SMSLimit))
	}
}
