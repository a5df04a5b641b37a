package config

import (
	"fmt"

	"github.com/goccy/go-yaml/ast"

	"makegood/recovery"
)

const (
	maxParts = 20
	maxRows  = 100
	howMuch  = "write percent: 25, amount: 10.34 GBP, greater_of: {amount: 5.00 EUR, percent: 10}, or sum: [{…}, {…}]"
)

// amount reads how much a remedy gives.
func (f field) amount(measure string) recovery.Amount { return f.amountAt(measure, true) }

func (f field) amountAt(measure string, maySum bool) (amount recovery.Amount) {
	names := []string{"percent", "amount", "greater_of", "per", "after", "until", "counted", "at_most"}
	if maySum {
		names = append(names, "sum")
	}
	m := f.mapping(names...)
	greater, sum := m.may("greater_of"), m.may("sum")
	given := 0
	for _, one := range []string{"percent", "amount", "greater_of", "sum"} {
		if m.may(one).exists() {
			given++
		}
	}
	switch both := m.may("percent").exists() && m.may("amount").exists(); {
	case given > 2 || given == 2 && !both:
		f.refuse("this says in more than one way how much", "keep one of percent, amount, greater_of and sum")
	case greater.exists():
		of := greater.mapping("amount", "percent")
		of.need("percent", "write the share of what was paid, such as percent: 10").percent(&amount.Percent)
		of.need("amount", "write the least, such as amount: 5.00 EUR").flat(&amount)
	case sum.exists():
		amount.Sum = sum.sum(measure)
	default:
		f.share(m, &amount, ", or write greater_of: {amount: …, percent: …}")
	}
	f.periods(m, measure, &amount)
	if most := m.may("at_most"); most.exists() {
		amount.AtMost = new(recovery.Money)
		most.money(amount.AtMost)
	}
	return amount
}

func (f field) sum(measure string) []recovery.Amount {
	items := f.list()
	switch {
	case len(items) == 0 && f.doc.sound(f.path):
		f.refuse("there is nothing to add up", howMuch)
	case len(items) > maxParts:
		f.refuse(fmt.Sprintf("these are %d parts", len(items)), fmt.Sprintf("write at most %d", maxParts))
		return nil
	}
	parts := make([]recovery.Amount, len(items))
	for i, item := range items {
		parts[i] = item.amountAt(measure, false)
	}
	return parts
}

// periods reads for which part of the measure an amount is owed again and again.
func (f field) periods(m mapping, measure string, amount *recovery.Amount) {
	per := m.may("per")
	if !per.exists() {
		for _, name := range []string{"after", "until", "counted"} {
			if one := m.may(name); one.exists() {
				one.refuse("this says which periods count, and there are none", "write per: as well, or remove it")
			}
		}
		return
	}
	if len(amount.Sum) > 0 {
		per.refuse("a sum has no periods of its own", "write per: in the parts of the sum")
	}
	per.threshold(measure, &amount.Per)
	m.may("after").threshold(measure, &amount.After)
	m.may("until").threshold(measure, &amount.Until)
	var counted string
	m.may("counted").oneOf(&counted, "started", "completed")
	amount.Completed = counted == "completed"
	if measure == "" {
		return
	}
	after, until := m.may("after"), m.may("until")
	if f.doc.sound(per.path) && amount.Per <= 0 {
		per.refuse("this is no period", "write the length of one, above 0")
	}
	switch {
	case amount.After < 0:
		after.refuse("this is below 0", "write from when on periods count, from 0 on")
	case until.exists() && f.doc.sound(until.path, f.at("after")) && amount.Until <= amount.After:
		until.refuse("no period lies before this", "write more than after")
	}
}

// flat reads an amount of money, or a table of what it was from which day on.
func (f field) flat(into *recovery.Amount) {
	if !f.exists() {
		return
	}
	if _, isTable := f.node.(*ast.SequenceNode); !isTable {
		into.Amount = new(recovery.Money)
		f.money(into.Amount)
		return
	}
	rows := f.list()
	switch {
	case len(rows) == 0:
		f.refuse("this table is empty", "write rows such as {valid_from: 2026-04-01, amount: 10.34 GBP}")
	case len(rows) > maxRows:
		f.refuse(fmt.Sprintf("this table has %d rows", len(rows)), fmt.Sprintf("write at most %d", maxRows))
		return
	}
	into.Dated = make([]recovery.DatedMoney, len(rows))
	for i, row := range rows {
		m := row.mapping("valid_from", "amount")
		from, money := m.need("valid_from", "write from which day on, such as valid_from: 2026-04-01"), m.need("amount", "write how much, such as amount: 10.34 GBP")
		from.date(&into.Dated[i].From)
		money.money(&into.Dated[i].Money)
		if i == 0 {
			continue
		}
		before, now := into.Dated[i-1], into.Dated[i]
		if f.doc.sound(from.path) && before.From != "" && now.From <= before.From {
			from.refuse("this is not after the row before it", "order rows from the earliest to the latest, each day once")
		}
		if f.doc.sound(money.path) && before.Money.Currency != "" && now.Money.Currency != before.Money.Currency {
			money.refuse("this is other money than in the row before it", "keep one currency")
		}
	}
}
