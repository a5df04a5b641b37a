package activities

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"makegood/recovery"
)

// silenceWords tells of a trigger that is silent, or is heard again, and of the plays
// that depend on it.
func silenceWords(all []*Found, tidings recovery.Tidings) string {
	found, plays := all[0], playNames(all)
	switch {
	case tidings == recovery.Over && found.Heard.IsZero():
		return fmt.Sprintf("No longer taken to be silent: %s, which was never heard. Silence of up to %s is normal now.", found.Trigger, found.Monitor.SilentAfter)
	case tidings == recovery.Over:
		return fmt.Sprintf("Heard again: %s, last at %s. What failed while it was silent and was not reported is not made good: have %s report it afterwards; what was reported already is not made good twice.",
			found.Trigger, spokenAt(found.Heard), found.Monitor.From)
	}
	var b strings.Builder
	head := "Silent"
	if tidings == recovery.Lasts {
		head = "Still silent"
	}
	fmt.Fprintf(&b, "%s: nothing was heard of %s for %s, since %s", head, found.Trigger, spokenFor(found.look.At.Sub(found.Since)), spokenAt(found.Since))
	if found.Heard.IsZero() {
		b.WriteString(", when the watch began: it was never heard")
	}
	fmt.Fprintf(&b, ". Silence of up to %s is normal. It comes from: %s.\n", found.Monitor.SilentAfter, found.Monitor.From)
	fmt.Fprintf(&b, "What cannot be seen is not made good: %s. ", plays)
	b.WriteString("See that the source runs, and that what it posts is taken (makegood_observations_total; \"makegood monitors\" shows when it was last heard).")
	return b.String()
}

func playNames(all []*Found) string {
	names := make([]string, len(all))
	for i, one := range all {
		names[i] = one.Play
	}
	if len(names) == 1 {
		return "the play " + names[0]
	}
	return "the plays " + strings.Join(names, ", ")
}

// fixWords tells of a play that fires too often, with the figures.
func fixWords(found *Found, tidings recovery.Tidings) string {
	how := found.Fired()
	if tidings == recovery.Over {
		return fmt.Sprintf("No longer to be fixed: %s. %s.", found.Play, how)
	}
	head := "Fix this"
	if tidings == recovery.Lasts {
		head = "Still to be fixed"
	}
	about := ""
	if found.About != "" {
		about = " (" + strings.TrimSuffix(found.About, ".") + ")"
	}
	return fmt.Sprintf("%s: %s%s. %s. What fires this often is a defect to remove, not an exception to pay for. It is made good all the same.", head, found.Play, about, how)
}

// Fired says in words how often a play has fired, against its limit.
func (f *Found) Fired() string {
	if f.FixWhen == nil {
		return ""
	}
	confirmed, watched := f.FixWhen.Of(f.Counted)
	print := message.NewPrinter(language.English)
	if f.FixWhen.Recoveries > 0 {
		return print.Sprintf("%d were confirmed within %s; the limit is %d", confirmed, f.FixWhen.Within.String(), f.FixWhen.Recoveries)
	}
	said := print.Sprintf("%s%% (%d of %d) of what it watched within %s was confirmed; the limit is %s%%", share(confirmed, watched), confirmed, watched, f.FixWhen.Within.String(), f.FixWhen.Percent.String())
	if watched < f.FixWhen.AtLeast {
		said += print.Sprintf(", once %d were watched", f.FixWhen.AtLeast)
	}
	return said
}

// Figures is Fired in short, for a table.
func (f *Found) Figures() string {
	if f.FixWhen == nil {
		return ""
	}
	confirmed, watched := f.FixWhen.Of(f.Counted)
	print := message.NewPrinter(language.English)
	if f.FixWhen.Recoveries > 0 {
		return print.Sprintf("%d in %s, limit %d", confirmed, f.FixWhen.Within.String(), f.FixWhen.Recoveries)
	}
	return print.Sprintf("%s%% (%d of %d) in %s, limit %s%%", share(confirmed, watched), confirmed, watched, f.FixWhen.Within.String(), f.FixWhen.Percent.String())
}

// share is so many of so many, in percent, with at most two decimals.
func share(some, all int) string {
	if all == 0 {
		return "0"
	}
	return strconv.FormatFloat(math.Round(10_000*float64(some)/float64(all))/100, 'f', -1, 64)
}

func spokenAt(at time.Time) string { return at.UTC().Format("2006-01-02 15:04") + " UTC" }

// spokenFor is a length of time as plays write it, to the minute where it is longer.
func spokenFor(long time.Duration) string {
	if long >= time.Minute {
		long = long.Truncate(time.Minute)
	}
	long = long.Truncate(time.Second)
	days := long / (24 * time.Hour)
	if rest := long % (24 * time.Hour); days > 0 && rest > 0 {
		return fmt.Sprintf("%dd%s", days, recovery.Duration(rest))
	}
	return recovery.Duration(long).String()
}
