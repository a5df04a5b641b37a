package show

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"makegood/internal/backtest"
)

// Tables writes the result for a terminal that is so many columns wide; 0 leaves lines
// whole.
func Tables(out io.Writer, r *backtest.Result, across int) {
	Read(out, r, across)
	var silent []string
	for _, p := range pairs(r) {
		if first(p.one, p.other).Observations == 0 && (p.other == nil || p.other.Observations == 0) {
			silent = append(silent, first(p.one, p.other).Name)
			continue
		}
		if p.one != nil && p.other != nil {
			both(out, p, across)
			continue
		}
		alone(out, first(p.one, p.other), across)
	}
	if len(silent) > 0 {
		fmt.Fprintln(out)
		say(out, across, 0, "no observations came for "+strings.Join(silent, ", "))
	}
	if len(pairs(r)) > 1 {
		sides(out, r, across)
	}
}

func first(plays ...*backtest.Play) *backtest.Play {
	for _, play := range plays {
		if play != nil {
			return play
		}
	}
	return nil
}

// Read writes what was read, and everything that was left out.
func Read(out io.Writer, r *backtest.Result, across int) {
	read := &r.Read
	tell := func(inset int, format string, values ...any) { say(out, across, inset, fmt.Sprintf(format, values...)) }
	whole := count(read.Observations) + " observations"
	if read.Observations > 0 {
		whole += fmt.Sprintf(", %s to %s; what was still open at %s UTC is watching",
			read.From.Format(time.DateTime), read.To.Format(time.DateTime), r.Until.UTC().Format(time.DateTime))
	}
	tell(0, "%s", whole)
	if read.Later > 0 {
		tell(0, "%s were observed later, and are left out", count(read.Later))
	}
	if read.Elsewhere > 0 {
		tell(0, "%s are of other triggers than those of the plays that are named", count(read.Elsewhere))
	}
	if read.Crowded > 0 {
		tell(0, "%s are left out: their recoveries have more observations than can be looked at together", count(read.Crowded))
	}
	if read.Unusable > 0 {
		tell(0, "%s of %s lines cannot be used:", count(read.Unusable), count(read.Lines))
		for _, fault := range read.FirstUnusable {
			tell(2, "%s", fault.Error())
		}
		if more := read.Unusable - int64(len(read.FirstUnusable)); more > 0 {
			tell(2, "and %s more", count(more))
		}
	}
	for _, trigger := range slices.Sorted(maps.Keys(read.Triggers)) {
		tell(0, "%s observations of %s have no play", count(read.Triggers[trigger]), trigger)
	}
	for i, side := range r.Sides {
		whose := [...]string{"", " on the other side"}[i]
		for _, one := range []struct {
			count int64
			words string
		}{
			{side.Inapplicable, "to %s experiences no play of their trigger applies%s"},
			{side.NoPlay, "%s experiences have no play%s"},
			{side.Unusable, "%s experiences have not what the play%s decides by"},
		} {
			if one.count > 0 {
				tell(0, one.words, count(one.count), whose)
			}
		}
	}
}

// name tells plays apart that have the same name and version on both sides.
func name(p *backtest.Play) string {
	side := ""
	if p.Against {
		side = " (against)"
	}
	return fmt.Sprintf("%s, version %d%s", p.Name, p.Version, side)
}

// figure is one line of a play's summary.
type figure struct {
	name  string
	of    func(*backtest.Play) int64
	write func(int64) string
	delta func(int64) string
}

var figures = []figure{
	{"observations", func(p *backtest.Play) int64 { return p.Observations }, count, signed},
	{"recoveries", func(p *backtest.Play) int64 { return p.Recoveries }, count, signed},
	{"dismissed", func(p *backtest.Play) int64 { return p.Dismissed }, count, signed},
	{"still watching", func(p *backtest.Play) int64 { return p.Watching }, count, signed},
	{"need a person", func(p *backtest.Play) int64 { return p.NeedsPerson }, count, signed},
	{"customers made good", func(p *backtest.Play) int64 { return p.Customers }, count, signed},
	{"of them more than once", func(p *backtest.Play) int64 { return p.Repeats }, count, signed},
	{"failure to confirmation, half within", func(p *backtest.Play) int64 { return p.Confirmed.Median }, length, signedLength},
	{"nine of ten within", func(p *backtest.Play) int64 { return p.Confirmed.P90 }, length, signedLength},
	{"all within", func(p *backtest.Play) int64 { return p.Confirmed.Max }, length, signedLength},
}

func signedLength(seconds int64) string {
	switch {
	case seconds > 0:
		return "+" + length(seconds)
	case seconds < 0:
		return "-" + length(-seconds)
	}
	return "0s"
}

func alone(out io.Writer, p *backtest.Play, across int) {
	fmt.Fprintln(out)
	t := &grid{left: 1, title: name(p)}
	for _, f := range figures {
		row := []string{f.name, f.write(f.of(p)), ""}
		switch f.name {
		case "recoveries", "dismissed", "still watching":
			row[2] = share(f.of(p), p.Recoveries+p.Dismissed+p.Watching)
		case "of them more than once":
			row[2] = share(p.Repeats, p.Customers)
		}
		t.row(row...)
	}
	t.write(out, across)
	tiers(out, p, across)
	days(out, p, across)
	curve(out, p, across)
	budget(out, p, across)
}

func both(out io.Writer, p pair, across int) {
	fmt.Fprintln(out)
	t := &grid{left: 1}
	t.head = []string{"", name(p.one), name(p.other), "difference"}
	for _, f := range figures {
		a, b := f.of(p.one), f.of(p.other)
		t.row(f.name, f.write(a), f.write(b), f.delta(b-a))
	}
	t.row("cost", money(p.one.Cost, "\n"), money(p.other.Cost, "\n"), signedMoney(less(p.other.Cost, p.one.Cost), "\n"))
	a, b := coupons(p.one), coupons(p.other)
	t.row("coupons", count(a), count(b), signed(b-a))
	t.write(out, across)
	for _, play := range []*backtest.Play{p.one, p.other} {
		tiers(out, play, across)
		curve(out, play, across)
		budget(out, play, across)
	}
}

func coupons(p *backtest.Play) (sum int64) {
	for i := range p.Tiers {
		sum += p.Tiers[i].Coupons
	}
	return sum
}

func tiers(out io.Writer, p *backtest.Play, across int) {
	fmt.Fprintln(out)
	t := &grid{left: 2, title: fmt.Sprintf("%s: what each tier owes", name(p))}
	t.head = []string{p.Measure + " from", "remedy", "recoveries", "refunds", "credits", "coupons", "a person"}
	refunds, credits, person := backtest.Money{}, backtest.Money{}, int64(0)
	for _, tier := range p.Tiers {
		refunds, credits, person = plus(refunds, tier.Refunds), plus(credits, tier.Credits), person+tier.NeedsPerson
		t.row(tier.Label, tier.Remedy, count(tier.Recoveries), money(tier.Refunds, "\n"), money(tier.Credits, "\n"), count(tier.Coupons), count(tier.NeedsPerson))
	}
	t.foot = []string{"together", "", count(p.Recoveries), money(refunds, "\n"), money(credits, "\n"), count(coupons(p)), count(person)}
	t.write(out, across)
}

// days writes the dearest days: all of them are in the JSON and on the page.
func days(out io.Writer, p *backtest.Play, across int) {
	const most = 5
	if len(p.Days) == 0 {
		return
	}
	busiest := slices.Clone(p.Days)
	slices.SortStableFunc(busiest, func(a, b backtest.Day) int { return int(b.Recoveries - a.Recoveries) })
	fmt.Fprintln(out)
	t := &grid{left: 1, title: fmt.Sprintf("%s: the busiest of %s days with recoveries", name(p), count(int64(len(p.Days))))}
	t.head = []string{"day", "recoveries", "cost", "coupons"}
	for _, day := range busiest[:min(most, len(busiest))] {
		t.row(day.Date, count(day.Recoveries), money(day.Cost, "\n"), count(day.Coupons))
	}
	t.write(out, across)
}

func curve(out io.Writer, p *backtest.Play, across int) {
	if len(p.Curve) == 0 {
		return
	}
	fmt.Fprintln(out)
	t := &grid{left: 2, title: fmt.Sprintf("%s: what another threshold would change", name(p))}
	t.head = []string{p.Measure, "instead of", "recoveries", "cost", "coupons"}
	was := coupons(p)
	t.breaks = map[int]bool{}
	for i, shift := range p.Curve {
		if i > 0 && p.Curve[i-1].Tier != shift.Tier {
			t.breaks[i] = true
		}
		t.row(shift.Label, p.Tiers[shift.Tier].Label, added(shift), addedCost(shift, "\n"), signed(shift.Coupons-was))
	}
	t.write(out, across)
}

func budget(out io.Writer, p *backtest.Play, across int) {
	if p.Budget == nil {
		return
	}
	fmt.Fprintln(out)
	say(out, across, 0, name(p)+": "+budgetSaid(p))
}

func sides(out io.Writer, r *backtest.Result, across int) {
	fmt.Fprintln(out)
	t := &grid{left: 1, title: "all plays together"}
	t.head = []string{"", "recoveries", "cost", "coupons", "customers", "more than once"}
	for i, side := range r.Sides {
		what := "these plays"
		if i == 1 {
			what = "against"
		}
		t.row(what, count(side.Recoveries), money(side.Cost, "\n"), count(side.Coupons), count(side.Customers), count(side.Repeats))
	}
	if len(r.Sides) == 2 {
		a, b := r.Sides[0], r.Sides[1]
		t.foot = []string{"difference", signed(b.Recoveries - a.Recoveries), signedMoney(less(b.Cost, a.Cost), "\n"), signed(b.Coupons - a.Coupons), signed(b.Customers - a.Customers), signed(b.Repeats - a.Repeats)}
	}
	t.write(out, across)
}
