package config

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"makegood/recovery"
)

const (
	defaultApproveWithin = recovery.Duration(day)
	maxHolidays          = 200
)

// budget reads what a play may give on a day without a person's word.
func (f field) budget() *recovery.Budget {
	if !f.exists() {
		return nil
	}
	m := f.mapping("per_day", "approve_within")
	budget := &recovery.Budget{ApproveWithin: defaultApproveWithin}
	limits := m.need("per_day", "write how much, such as per_day: 500.00 EUR")
	rows := []field{limits}
	if _, several := limits.node.(*ast.SequenceNode); several {
		rows = limits.list()
		if len(rows) == 0 {
			limits.refuse("there is no limit", "write one for each currency, such as [500.00 EUR, 400.00 GBP]")
		}
	}
	seen := map[recovery.Currency]bool{}
	for _, row := range rows {
		var limit recovery.Money
		row.money(&limit)
		if limit.Currency != "" && seen[limit.Currency] {
			row.refuse("this currency has a limit already", "write one for each currency")
		}
		seen[limit.Currency] = true
		budget.PerDay = append(budget.PerDay, limit)
	}
	m.may("approve_within").duration(&budget.ApproveWithin, span{positive: true})
	return budget
}

// monitor reads where a trigger comes from.
func (f field) monitor() *recovery.Monitor {
	if !f.exists() {
		return nil
	}
	m, monitor := f.mapping("from", "silent_after"), new(recovery.Monitor)
	m.need("from", "say what reports the trigger, such as from: ops feed of arrivals").text(&monitor.From)
	m.need("silent_after", "say how long silence is normal, such as silent_after: 6h").duration(&monitor.SilentAfter, span{positive: true, most: fiveYears})
	return monitor
}

// fixWhen reads when a play fires too often.
func (f field) fixWhen() *recovery.FixWhen {
	if !f.exists() {
		return nil
	}
	m, fix := f.mapping("percent", "recoveries", "within", "at_least"), new(recovery.FixWhen)
	share, count, least := m.may("percent"), m.may("recoveries"), m.may("at_least")
	switch {
	case share.exists() && count.exists():
		f.refuse("this has both percent and recoveries", "keep one of them")
	case !share.exists() && !count.exists() && len(m.meant) == 0:
		f.refuse("this does not say how many are too many", "write percent: 5 or recoveries: 100")
	case count.exists() && least.exists():
		least.refuse("only a share needs a number that it is a share of", "remove it")
	}
	share.percent(&fix.Percent)
	count.whole(&fix.Recoveries, 1, "write a whole number from 1 on")
	least.whole(&fix.AtLeast, 1, "write a whole number from 1 on")
	m.need("within", "say within which time, such as within: 7d").duration(&fix.Within, span{positive: true, most: fiveYears})
	return fix
}

// exempt reads the causes for which nothing is owed.
func (f field) exempt() recovery.Exempt {
	if !f.exists() {
		return nil
	}
	if _, isMapping := f.node.(ast.MapNode); !isMapping {
		f.refuse("this is "+kindOf(f.node), "name the attribute and its values, such as exempt: {cause: [weather]}")
		return nil
	}
	exempt := recovery.Exempt{}
	all := f.entries()
	if len(all) == 0 && f.doc.sound(f.path) {
		f.refuse("there is no cause", "name the attribute and its values, such as exempt: {cause: [weather]}")
	}
	for _, attribute := range all {
		items := attribute.list()
		if len(items) == 0 && f.doc.sound(attribute.path) {
			attribute.refuse("there is no value", "write those that exempt, such as [weather, strike]")
		}
		for _, item := range items {
			if cause, ok := item.raw("write a value of the attribute"); ok {
				exempt[attribute.key] = append(exempt[attribute.key], strings.TrimSpace(cause))
			}
		}
	}
	return exempt
}

// clock reads how days and time are reckoned.
func (f field) clock() (clock recovery.Clock) {
	if !f.exists() {
		return clock
	}
	m := f.mapping("zone", "days", "for", "starts", "holidays")
	if zone := m.may("zone"); zone.exists() {
		zone.text(&clock.Zone)
		if zone.doc.sound(zone.path) && !recovery.KnownZone(clock.Zone) {
			zone.refuse(fmt.Sprintf("%q is not a time zone", cut(clock.Zone)), "write an IANA name, such as Europe/London")
		}
	}
	m.may("days").oneOf((*string)(&clock.Days), string(recovery.CalendarDays), string(recovery.WorkingDays))
	if length := m.may("for"); length.exists() {
		length.duration(&clock.For, span{positive: true, most: fiveYears})
		if clock.Days != recovery.WorkingDays && f.doc.sound(f.path+".days") {
			length.refuse("all days pass anyway", "write days: working, or remove it")
		}
	}
	m.may("starts").oneOf((*string)(&clock.Starts), string(recovery.StartsAtOnce), string(recovery.StartsNextDay))
	holidays := m.may("holidays").list()
	if len(holidays) > maxHolidays {
		m.may("holidays").refuse(fmt.Sprintf("there are %d holidays", len(holidays)), fmt.Sprintf("write at most %d: those of a few years", maxHolidays))
		return clock
	}
	for _, item := range holidays {
		var holiday recovery.Date
		item.date(&holiday)
		clock.Holidays = append(clock.Holidays, holiday)
	}
	if holidays := m.may("holidays"); len(clock.Holidays) > 0 && clock.Holidays[0] != "" && clock.Days != recovery.WorkingDays && f.doc.sound(f.path+".days") {
		holidays.refuse("holidays stand still only where working days are counted", "write days: working, or remove them")
	}
	return clock
}
