package show

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"makegood/internal/backtest"
	"makegood/recovery"
)

//go:embed page.html
var pageText string

var page = template.Must(template.New("page").Parse(pageText))

// Page writes one page that stands by itself: no script, nothing that is fetched.
func Page(out io.Writer, r *backtest.Result) error {
	view := pageView{Read: strings.TrimSpace(readSaid(r)), Until: r.Until.UTC().Format("2 January 2006, 15:04") + " UTC"}
	for i, p := range pairs(r) {
		if one := section(fmt.Sprintf("p%d", i), p); one != nil {
			view.Sections = append(view.Sections, *one)
		} else {
			view.Silent = append(view.Silent, name(first(p.one, p.other)))
		}
	}
	if !r.Read.From.IsZero() {
		view.From, view.To = r.Read.From.Format("2 January 2006"), r.Read.To.Format("2 January 2006")
	}
	view.Observations = count(r.Read.Observations)
	if len(view.Sections) > 1 {
		view.Together = together(r)
	}
	return page.Execute(out, view)
}

// pageView is what the page shows, in the words that it shows.
type pageView struct {
	From, To, Until, Observations, Read string
	Sections                            []sectionView
	Silent                              []string
	Together                            tableView
}

// sectionView is one play, or two side by side.
type sectionView struct {
	Title    string
	Lead     string
	Cards    []card
	Compared tableView
	Pictures []picture
	Notes    []string
}

type card struct{ Figure, What string }

// picture is a drawing with its words and its figures.
type picture struct {
	Heading, Said string
	Keys          []string // what the colours stand for, where there is more than one
	Drawing       template.HTML
	Table         tableView
}

type tableView struct {
	Head []string
	Rows [][]string
}

// Stacks says whether the rows of a table stand below one another on a phone, each with
// its figures: its columns would not fit.
func (t tableView) Stacks() bool { return len(t.Head) > 3 }

func readSaid(r *backtest.Result) string {
	var said strings.Builder
	Read(&said, r, 0)
	return said.String()
}

func section(id string, p pair) *sectionView {
	one := first(p.one, p.other)
	if one.Observations == 0 && (p.other == nil || p.other.Observations == 0) {
		return nil
	}
	view := &sectionView{Title: name(one), Cards: cards(one)}
	view.Lead = fmt.Sprintf("Of %s experiences with %s, %s were bad enough (%s) to be made good.",
		count(one.Recoveries+one.Dismissed+one.Watching), one.Trigger, count(one.Recoveries), share(one.Recoveries, one.Recoveries+one.Dismissed+one.Watching))
	if p.one != nil && p.other != nil {
		view.Title = name(p.one) + ", and " + name(p.other)
		view.Compared = compared(p)
		view.Cards = nil
		view.Lead = ""
	}
	view.Pictures = overTimes(id, p)
	for number, play := range []*backtest.Play{p.one, p.other} {
		if play == nil {
			continue
		}
		of := ""
		if view.Cards == nil {
			of = name(play) + ": "
		}
		key := fmt.Sprintf("%s-%d", id, number)
		view.Pictures = append(view.Pictures, tierPicture(key, of, number, play))
		view.Pictures = append(view.Pictures, curves(key, of, play)...)
		for _, note := range notes(play) {
			view.Notes = append(view.Notes, of+note)
		}
	}
	return view
}

func cards(p *backtest.Play) []card {
	all := []card{{count(p.Recoveries), "recoveries"}}
	for _, currency := range slices.Sorted(maps.Keys(p.Cost)) {
		all = append(all, card{amount(currency, p.Cost[currency]), "refunded or credited"})
	}
	if n := coupons(p); n > 0 {
		all = append(all, card{count(n), "coupons"})
	}
	all = append(all, card{count(p.Customers), "customers made good"}, card{share(p.Repeats, p.Customers), "of them more than once"})
	if p.Recoveries > 0 {
		all = append(all, card{length(p.Confirmed.Median), "from failure to confirmation, for half of them; " + length(p.Confirmed.P90) + " for nine of ten"})
	}
	return all
}

func compared(p pair) tableView {
	t := tableView{Head: []string{"", name(p.one), name(p.other), "difference"}}
	for _, f := range figures {
		a, b := f.of(p.one), f.of(p.other)
		t.Rows = append(t.Rows, []string{f.name, f.write(a), f.write(b), f.delta(b - a)})
	}
	for _, currency := range currencies(p) {
		a, b := p.one.Cost[currency], p.other.Cost[currency]
		t.Rows = append(t.Rows, []string{"cost in " + strings.ToUpper(string(currency)), amount(currency, a), amount(currency, b), signedMoney(backtest.Money{currency: b - a}, "")})
	}
	a, b := coupons(p.one), coupons(p.other)
	t.Rows = append(t.Rows, []string{"coupons", count(a), count(b), signed(b - a)})
	return t
}

func currencies(p pair) []recovery.Currency {
	all := backtest.Money{}
	for _, play := range []*backtest.Play{p.one, p.other} {
		if play != nil {
			maps.Copy(all, play.Cost)
		}
	}
	return slices.Sorted(maps.Keys(all))
}

// overTimes is recoveries, and money in each currency, over time.
func overTimes(id string, p pair) []picture {
	var days [2][]backtest.Day
	var keys []string
	for i, play := range []*backtest.Play{p.one, p.other} {
		if play != nil {
			days[i] = play.Days
			keys = append(keys, name(play))
		}
	}
	all, each := spans(days[0], days[1])
	if len(all) == 0 {
		return nil
	}
	labels := make([]string, len(all))
	for i := range all {
		labels[i] = all[i].label
	}
	of := func(value func(backtest.Day) float64) []series {
		lines := make([]series, len(keys))
		for number := range lines {
			lines[number].name = keys[number]
			for _, one := range all {
				day := one.one
				if p.one == nil || number == 1 {
					day = one.other
				}
				lines[number].values = append(lines[number].values, value(day))
			}
		}
		return lines
	}
	shown := keys
	if len(keys) < 2 {
		shown = nil
	}
	show := func(id, heading string, values []series, write func(float64) string) picture {
		t := tableView{Head: []string{each + " from"}}
		for i, label := range labels {
			row := []string{label}
			for _, one := range values {
				row = append(row, write(one.values[i]))
			}
			t.Rows = append(t.Rows, row)
		}
		for _, one := range values {
			t.Head = append(t.Head, one.name)
		}
		return picture{Heading: heading, Keys: shown, Drawing: overTime(id, heading, labels, values, write), Table: t}
	}
	pictures := []picture{show(id+"-r", "Recoveries by "+each, of(func(d backtest.Day) float64 { return float64(d.Recoveries) }), func(v float64) string { return count(int64(v)) })}
	for _, currency := range currencies(p) {
		heading := "Cost by " + each + ", in " + strings.ToUpper(string(currency))
		values := of(func(d backtest.Day) float64 { return inUnits(currency, d.Cost[currency]) })
		pictures = append(pictures, show(id+"-"+string(currency), heading, values, decimal(currency)))
	}
	return pictures
}

// decimal writes an amount in its currency's units, with as many decimals as it needs.
func decimal(currency recovery.Currency) func(float64) string {
	return func(value float64) string {
		if value == float64(int64(value)) {
			return count(int64(value))
		}
		whole, part, _ := strings.Cut(strconv.FormatFloat(value, 'f', currency.Decimals(), 64), ".")
		return grouped(whole) + "." + part
	}
}

func tierPicture(id, of string, number int, p *backtest.Play) picture {
	pic := picture{Heading: of + "what is owed", Table: tableView{Head: []string{p.Measure + " from", "remedy", "recoveries", "refunds", "credits", "coupons", "need a person"}}}
	var bars []bar
	for _, tier := range p.Tiers {
		bars = append(bars, bar{"from " + tier.Label + ": " + tier.Remedy, counted(tier.Recoveries, "recovery", "recoveries"), float64(tier.Recoveries), fmt.Sprintf("s%d", number)})
		pic.Table.Rows = append(pic.Table.Rows, []string{tier.Label, tier.Remedy, count(tier.Recoveries), money(tier.Refunds, ", "), money(tier.Credits, ", "), count(tier.Coupons), count(tier.NeedsPerson)})
	}
	pic.Drawing = lying(id+"-tiers", "Recoveries by tier", bars)
	return pic
}

// curves is one picture for each tier: what it would change if the tier began elsewhere.
func curves(id, of string, p *backtest.Play) []picture {
	var pictures []picture
	for tier := range p.Tiers {
		shifts := slices.DeleteFunc(slices.Clone(p.Curve), func(s backtest.Shift) bool { return s.Tier != tier })
		if len(shifts) == 0 {
			continue
		}
		pic := picture{
			Heading: fmt.Sprintf("%sif the %s did not begin at %s", of, p.Tiers[tier].Remedy, p.Tiers[tier].Label),
			Table:   tableView{Head: []string{p.Measure + " from", "recoveries more or less", "cost more or less", "coupons more or less"}},
		}
		said, currency := mainly(shifts)
		pic.Said = "Shown is " + said + "; the play was asked again over the same observations."
		var bars []bar
		for _, shift := range shifts {
			one := bar{label: "from " + shift.Label + " instead", value: float64(shift.Added), said: added(shift), class: "more"}
			if currency != "" {
				only := shift
				only.AddedCost = backtest.Money{currency: shift.AddedCost[currency]}
				one.value, one.said = float64(shift.AddedCost[currency]), addedCost(only, "")
			}
			if one.value < 0 {
				one.class = "less"
			}
			bars = append(bars, one)
			pic.Table.Rows = append(pic.Table.Rows, []string{shift.Label, added(shift), addedCost(shift, ", "), signed(shift.Coupons - coupons(p))})
		}
		pic.Drawing = lying(fmt.Sprintf("%s-curve%d", id, tier), pic.Heading, bars)
		pictures = append(pictures, pic)
	}
	return pictures
}

// mainly is what to draw of shifts: the currency that changes most, in smallest units,
// or recoveries where no money changes.
func mainly(shifts []backtest.Shift) (said string, most recovery.Currency) {
	greatest := int64(0)
	for _, shift := range shifts {
		for _, currency := range slices.Sorted(maps.Keys(shift.AddedCost)) {
			if change := max(shift.AddedCost[currency], -shift.AddedCost[currency]); change > greatest {
				greatest, most = change, currency
			}
		}
	}
	if most == "" {
		return "how many recoveries there would be more or less", ""
	}
	return "what it would cost more or less in " + strings.ToUpper(string(most)), most
}

func notes(p *backtest.Play) (all []string) {
	if p.Budget != nil {
		all = append(all, "A"+strings.TrimPrefix(budgetSaid(p), "a")+".")
	}
	if p.NeedsPerson > 0 {
		all = append(all, fmt.Sprintf("In %s recoveries what is owed cannot be given by itself, and a person must see to it; that money is not in the cost.", count(p.NeedsPerson)))
	}
	if p.Watching > 0 {
		all = append(all, fmt.Sprintf("%s experiences were still open at the end, and may yet become recoveries.", count(p.Watching)))
	}
	return all
}

func together(r *backtest.Result) tableView {
	t := tableView{Head: []string{"", "recoveries", "cost", "coupons", "customers", "more than once"}}
	for i, side := range r.Sides {
		t.Rows = append(t.Rows, []string{[]string{"these plays", "against"}[i], count(side.Recoveries), money(side.Cost, ", "), count(side.Coupons), count(side.Customers), count(side.Repeats)})
	}
	if len(r.Sides) == 2 {
		a, b := r.Sides[0], r.Sides[1]
		t.Rows = append(t.Rows, []string{"difference", signed(b.Recoveries - a.Recoveries), signedMoney(less(b.Cost, a.Cost), ", "), signed(b.Coupons - a.Coupons), signed(b.Customers - a.Customers), signed(b.Repeats - a.Repeats)})
	}
	return t
}
