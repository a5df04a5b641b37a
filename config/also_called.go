package config

import (
	"slices"
	"strings"
)

// alsoCalled is what people write for a field, and where it stands: as a field beside the
// typed one, or within one. The first that fits the place is meant.
var alsoCalled = map[string][]string{
	"name":         {"play"},
	"description":  {"about"},
	"event":        {"trigger"},
	"if":           {"when"},
	"condition":    {"when"},
	"metric":       {"measure"},
	"window":       {"within"},
	"timeout":      {"close_after"},
	"exclude":      {"exempt"},
	"exceptions":   {"exempt"},
	"timezone":     {"clock.zone", "zone", "time_zone"},
	"time_zone":    {"clock.zone", "zone"},
	"zone":         {"clock.zone"},
	"holidays":     {"clock.holidays"},
	"quiet":        {"apology.quiet"},
	"quiet_hours":  {"apology.quiet", "quiet"},
	"fatigue":      {"apology.at_most", "at_most"},
	"channels":     {"apology.channels"},
	"text":         {"apology.text"},
	"words":        {"apology.text", "text"},
	"message":      {"apology.text", "text"},
	"body":         {"text"},
	"fallback":     {"default"},
	"suppress":     {"surveys.suppress"},
	"silent_after": {"monitor.silent_after"},
	"threshold":    {"tiers[].at_least", "at_least"},
	"levels":       {"tiers"},
	"remedy":       {"tiers[].remedy"},
	"refund":       {"tiers[].remedy.refund", "remedy.refund"},
	"credit":       {"tiers[].remedy.credit", "remedy.credit"},
	"coupon":       {"tiers[].remedy.coupon", "remedy.coupon"},
	"voucher":      {"coupon", "tiers[].remedy.coupon"},
	"max_of":       {"greater_of"},
	"maximum_of":   {"greater_of"},
	"cap":          {"at_most", "tiers[].remedy.refund.at_most"},
	"max":          {"at_most"},
	"limit":        {"budget", "at_most"},
	"every":        {"per"},
	"share":        {"percent"},
	"percentage":   {"percent"},
	"expires":      {"valid"},
	"valid_for":    {"valid"},
}

// meantBy is the one among names that was most likely meant by another one: by what it
// is also called, else by its letters; and where it is meant, which may be deeper.
func meantBy(typed string, names []string) (meant, at string) {
	for _, path := range alsoCalled[strings.ToLower(typed)] {
		head, _, _ := strings.Cut(strings.Replace(path, "[]", "", 1), ".")
		if slices.Contains(names, head) {
			if head == path {
				meant = head
			}
			return meant, path
		}
	}
	meant = nearest(typed, names)
	return meant, meant
}
