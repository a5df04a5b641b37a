package show

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"makegood/internal/backtest"
)

// Tables writes the result for a terminal.
func Tables(out io.Writer, r *backtest.Result) {
	Read(out, r)
	var silent []string
	for _, p := range pairs(r) {
		if first(p.one, p.other).Observations == 0 && (p.other == nil || p.other.Observations == 0) {
			silent = append(silent, first(p.one, p.other).Name)
			continue
		}
		if p.one != nil && p.other != nil {
			both(out, p)
			continue
		}
		alone(out, first(p.one, p.other))
	}
	if len(silent) > 0 {
		fmt.Fprintf(out, "\nno observations came for %s\n", strings.Join(silent, ", "))
	}
	if len(pairs(r)) > 1 {
		sides(out, r)
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
func Read(out io.Writer, r *backtest.Result) {
	read := &r.Read
	fmt.Fprintf(out, "%s observations", count(read.Observations))
	if read.Observations > 0 {
		fmt.Fprintf(out, ", %s to %s", read.From.Format(time.DateTime), read.To.Format(time.DateTime))
		fmt.Fprintf(out, "; what was still open at %s UTC is watching", r.Until.UTC().Format(time.DateTime))
	}
	fmt.Fprintln(out)
	if read.Later > 0 {
		fmt.Fprintf(out, "%s were observed later, and are left out\n", count(read.Later))
	}
	if read.Elsewhere > 0 {
		fmt.Fprintf(out, "%s are of other triggers than those of the plays that are named\n", count(read.Elsewhere))
	}
	if read.Crowded > 0 {
		fmt.Fprintf(out, "%s are left out: their recoveries have more observations than can be looked at together\n", count(read.Crowded))
	}
	if read.Unusable > 0 {
		fmt.Fprintf(out, "%s of %s lines cannot be used:\n", count(read.Unusable), count(read.Lines))
		for _, fault := range read.FirstUnusable {
			fmt.Fprintf(out, "  %s\n", fault.Error())
		}
		if more := read.Unusable - int64(len(read.FirstUnusable)); more > 0 {
			fmt.Fprintf(out, "  and %s more\n", count(more))
		}
	}
	for _, trigger := range slices.Sorted(maps.Keys(read.Triggers)) {
		fmt.Fprintf(out, "%s observations of %s have no play\n", count(read.Triggers[trigger]), trigger)
	}
	for i, side := range r.Sides {
		whose := [...]string{"", " on the other side"}[i]
		for _, one := range []struct {
			count int64
			words string
		}{
			{side.Inapplicable, "to %s experiences no play of their trigger applies%s\n"},
			{side.NoPlay, "%s experiences have no play%s\n"},
			{side.Unusable, "%s experiences have not what the play%s decides by\n"},
		} {
			if one.count > 0 {
				fmt.Fprintf(out, one.words, count(one.count), whose)
			}
		}
	}
}

func newTable(out io.Writer, title string) table.Writer {
	t := table.NewWriter()
	t.SetOutputMirror(out)
	t.SetStyle(table.StyleLight)
	t.Style().Format.Header = text.FormatDefault
	t.Style().Format.Footer = text.FormatDefault
	t.Style().Options.SeparateColumns = false
	t.Style().Options.DrawBorder = false
	if title != "" {
		fmt.Fprintln(out, title)
	}
	return t
}

// widest is how many letters of a remedy stand in a line: some are a whole sentence.
const widest = 44

// right puts columns of figures to the right. What else is said of columns goes with it.
func right(t table.Writer, from, to int, columns ...table.ColumnConfig) {
	for number := from; number <= to; number++ {
		columns = append(columns, table.ColumnConfig{Number: number, Align: text.AlignRight, AlignHeader: text.AlignRight, AlignFooter: text.AlignRight})
	}
	t.SetColumnConfigs(columns)
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

func alone(out io.Writer, p *backtest.Play) {
	fmt.Fprintln(out)
	t := newTable(out, name(p))
	right(t, 2, 3)
	for _, f := range figures {
		row := table.Row{f.name, f.write(f.of(p)), ""}
		switch f.name {
		case "recoveries", "dismissed", "still watching":
			row[2] = share(f.of(p), p.Recoveries+p.Dismissed+p.Watching)
		case "of them more than once":
			row[2] = share(p.Repeats, p.Customers)
		}
		t.AppendRow(row)
	}
	t.Render()
	tiers(out, p)
	days(out, p)
	curve(out, p)
	budget(out, p)
}

func both(out io.Writer, p pair) {
	fmt.Fprintln(out)
	t := newTable(out, "")
	right(t, 2, 4)
	t.AppendHeader(table.Row{"", name(p.one), name(p.other), "difference"})
	for _, f := range figures {
		a, b := f.of(p.one), f.of(p.other)
		t.AppendRow(table.Row{f.name, f.write(a), f.write(b), f.delta(b - a)})
	}
	t.AppendRow(table.Row{"cost", money(p.one.Cost, "\n"), money(p.other.Cost, "\n"), signedMoney(less(p.other.Cost, p.one.Cost), "\n")})
	a, b := coupons(p.one), coupons(p.other)
	t.AppendRow(table.Row{"coupons", count(a), count(b), signed(b - a)})
	t.Render()
	for _, play := range []*backtest.Play{p.one, p.other} {
		tiers(out, play)
		curve(out, play)
		budget(out, play)
	}
}

func coupons(p *backtest.Play) (sum int64) {
	for i := range p.Tiers {
		sum += p.Tiers[i].Coupons
	}
	return sum
}

func tiers(out io.Writer, p *backtest.Play) {
	fmt.Fprintln(out)
	t := newTable(out, fmt.Sprintf("%s: what each tier owes", name(p)))
	right(t, 3, 7, table.ColumnConfig{Number: 2, WidthMax: widest, WidthMaxEnforcer: text.WrapSoft})
	t.AppendHeader(table.Row{p.Measure + " from", "remedy", "recoveries", "refunds", "credits", "coupons", "a person"})
	refunds, credits, person := backtest.Money{}, backtest.Money{}, int64(0)
	for _, tier := range p.Tiers {
		refunds, credits, person = plus(refunds, tier.Refunds), plus(credits, tier.Credits), person+tier.NeedsPerson
		t.AppendRow(table.Row{tier.Label, tier.Remedy, count(tier.Recoveries), money(tier.Refunds, "\n"), money(tier.Credits, "\n"), count(tier.Coupons), count(tier.NeedsPerson)})
	}
	t.AppendFooter(table.Row{"together", "", count(p.Recoveries), money(refunds, "\n"), money(credits, "\n"), count(coupons(p)), count(person)})
	t.Render()
}

// days writes the dearest days: all of them are in the JSON and on the page.
func days(out io.Writer, p *backtest.Play) {
	const most = 5
	if len(p.Days) == 0 {
		return
	}
	busiest := slices.Clone(p.Days)
	slices.SortStableFunc(busiest, func(a, b backtest.Day) int { return int(b.Recoveries - a.Recoveries) })
	fmt.Fprintln(out)
	t := newTable(out, fmt.Sprintf("%s: the busiest of %s days with recoveries", name(p), count(int64(len(p.Days)))))
	right(t, 2, 4)
	t.AppendHeader(table.Row{"day", "recoveries", "cost", "coupons"})
	for _, day := range busiest[:min(most, len(busiest))] {
		t.AppendRow(table.Row{day.Date, count(day.Recoveries), money(day.Cost, "\n"), count(day.Coupons)})
	}
	t.Render()
}

func curve(out io.Writer, p *backtest.Play) {
	if len(p.Curve) == 0 {
		return
	}
	fmt.Fprintln(out)
	t := newTable(out, fmt.Sprintf("%s: what another threshold would change", name(p)))
	right(t, 3, 5)
	t.AppendHeader(table.Row{p.Measure, "instead of", "recoveries", "cost", "coupons"})
	was := coupons(p)
	for i, shift := range p.Curve {
		if i > 0 && p.Curve[i-1].Tier != shift.Tier {
			t.AppendSeparator()
		}
		t.AppendRow(table.Row{shift.Label, p.Tiers[shift.Tier].Label, added(shift), addedCost(shift, "\n"), signed(shift.Coupons - was)})
	}
	t.Render()
}

func budget(out io.Writer, p *backtest.Play) {
	if p.Budget == nil {
		return
	}
	fmt.Fprintf(out, "\n%s: %s\n", name(p), budgetSaid(p))
}

func sides(out io.Writer, r *backtest.Result) {
	fmt.Fprintln(out)
	t := newTable(out, "all plays together")
	right(t, 2, 6)
	t.AppendHeader(table.Row{"", "recoveries", "cost", "coupons", "customers", "more than once"})
	for i, side := range r.Sides {
		what := "these plays"
		if i == 1 {
			what = "against"
		}
		t.AppendRow(table.Row{what, count(side.Recoveries), money(side.Cost, "\n"), count(side.Coupons), count(side.Customers), count(side.Repeats)})
	}
	if len(r.Sides) == 2 {
		a, b := r.Sides[0], r.Sides[1]
		t.AppendFooter(table.Row{"difference", signed(b.Recoveries - a.Recoveries), signedMoney(less(b.Cost, a.Cost), "\n"), signed(b.Coupons - a.Coupons), signed(b.Customers - a.Customers), signed(b.Repeats - a.Repeats)})
	}
	t.Render()
}
