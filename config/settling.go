package config

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"makegood/recovery"
)

// checkSettling refuses what contradicts when and by which clock the play decides.
func (m mapping) checkSettling(p *recovery.Play) {
	doc := m.of.doc
	atTheEnd := p.Settle == recovery.SettleResolved && doc.sound("settle")
	if atTheEnd && p.TopUp && doc.sound("top_up") {
		doc.refuse("top_up", "a play that settles when it is over has nothing to add later", "remove it, or write settle: reached")
	}
	if atTheEnd && p.Hold > 0 && doc.sound("hold") {
		doc.refuse("hold", "a play that settles when it is over holds nothing", "remove it, or write settle: reached")
	}
	if !p.Clock.IsReal() && p.Measure != recovery.MeasureOpen && p.Measure != "" && doc.sound("measure", "clock") {
		doc.refuse("clock", "only the measure open is taken by a clock", "write measure: open, or remove days and starts")
	}
}

// checkCustomWords sees that a remedy of the author's own is said in every language of
// the apology that it stands in.
func (m mapping) checkCustomWords(p *recovery.Play) {
	for i, tier := range p.Tiers {
		if tier.Remedy.Custom == nil {
			continue
		}
		path := tierPath(i, "remedy") + ".custom.words"
		if m.of.doc.written(tierPath(i, "remedy") + "[0]") {
			path = tierPath(i, "remedy") + "[0].custom.words"
		}
		if !m.of.doc.sound(path, "apology.text") {
			continue
		}
		for _, locale := range slices.Sorted(maps.Keys(p.Apology.Text)) {
			if _, written := tier.Remedy.Custom.Words[locale]; !written {
				m.of.doc.refuse(path+"."+locale, "this is missing: apology.text has the locale "+locale, "write the sentence in it")
			}
		}
	}
}

// checkAmounts refuses tiers that would owe nothing where they are just met, and
// periods that a play does not wait for. What is wrong elsewhere hides none of it.
func (m mapping) checkAmounts(p *recovery.Play) {
	doc := m.of.doc
	m.checkBudget(p)
	for i, tier := range p.Tiers {
		amount, path := tier.Remedy.Money(), tierPath(i, "remedy")
		if amount == nil || !doc.soundIn(path) {
			continue
		}
		fixed := amount.Fixed()
		if j := slices.IndexFunc(fixed, func(money recovery.Money) bool { return money.Currency != fixed[0].Currency }); j > 0 {
			doc.refuse(path, fmt.Sprintf("this counts in %s and in %s", strings.ToUpper(string(fixed[0].Currency)), strings.ToUpper(string(fixed[j].Currency))), "keep one currency in a remedy, and write a play for each")
			continue
		}
		if amount.Grows() && p.Measure == recovery.MeasureOpen && p.Settle != recovery.SettleResolved && doc.sound("settle") {
			doc.refuse(path, "this grows with every period, and the play settles as soon as the tier is reached", "write settle: resolved")
			continue
		}
		if !doc.sound("measure", tierPath(i, "at_least")) || !doc.soundIn("clock") {
			continue
		}
		if p.OwesNothing(i) {
			doc.refuse(path, "nothing is owed from "+p.Label(i)+" on: no period counts by then", "lower after, or write a higher at_least")
		}
	}
}

// checkBudget refuses a budget that can never be reached, because all that the play gives
// is in other money.
func (m mapping) checkBudget(p *recovery.Play) {
	if p.Budget == nil || !m.of.doc.soundIn("budget", "tiers") {
		return
	}
	gives := false
	for _, tier := range p.Tiers {
		amount, coupon := tier.Remedy.Money(), tier.Remedy.Coupon
		if coupon != nil {
			amount = &recovery.Amount{Amount: coupon.Amount, Dated: coupon.Dated}
		}
		if amount == nil {
			continue
		}
		fixed := amount.Fixed()
		switch {
		case len(fixed) == 0 && coupon == nil:
			return // a share is of whatever was paid
		case len(fixed) == 0:
			continue // a share of the next purchase counts for nothing
		}
		gives = true
		if _, limited := p.Budget.Of(fixed[0].Currency); limited {
			return
		}
	}
	if !gives {
		return // the check warns of it
	}
	m.of.doc.refuse("budget.per_day", "the play gives no money in this currency", "write it in the currency of its amounts")
}
