package config

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"makegood/recovery"
)

// maxAmount is the most of any currency's smallest unit that Stripe takes.
const maxAmount = 999_999_999_999

const oneRemedy = "write one of coupon, credit, custom, refund, as in remedy: {refund: {percent: 25}}"

// remedy reads one remedy. Periods are written in the measure's own unit.
func (f field) remedy(measure string) (remedy recovery.Remedy) {
	if !f.exists() || f.isSentence() {
		return remedy
	}
	m := f.mapping("refund", "coupon", "credit", "custom")
	switch given := m.named(); {
	case len(given) > 1:
		f.refuse("a tier owes one remedy, and these are "+strings.Join(given, " and "), "keep one of them")
	case m.empty():
		f.refuse("this names no remedy", oneRemedy)
	}
	for _, kind := range []string{"refund", "credit", "coupon"} {
		if one := m.may(kind); one.isBare() {
			delete(m.fields, kind)
		}
	}
	if one := m.may("refund"); one.exists() {
		amount := recovery.Refund(one.amount(measure))
		remedy.Refund = &amount
	}
	if one := m.may("credit"); one.exists() {
		amount := recovery.Credit(one.amount(measure))
		remedy.Credit = &amount
	}
	if one := m.may("coupon"); one.exists() {
		remedy.Coupon = &recovery.Coupon{Valid: recovery.DefaultCouponValid}
		parts := one.mapping("percent", "amount", "valid")
		var off recovery.Amount
		one.share(parts, &off, "")
		remedy.Coupon.Percent, remedy.Coupon.Amount, remedy.Coupon.Dated = off.Percent, off.Amount, off.Dated
		parts.may("valid").duration(&remedy.Coupon.Valid, span{positive: true, most: fiveYears})
	}
	if one := m.may("custom"); one.exists() {
		remedy.Custom = one.custom()
	}
	return remedy
}

var remedySentence = regexp.MustCompile(`(?i)^(?:(refund|credit|coupon)\b)?[\s:]*(?:of\s+)?(.*)$`)

// isSentence refuses a remedy that is written as a text, and writes it out.
func (f field) isSentence() bool {
	if _, isScalar := f.node.(ast.ScalarNode); !isScalar {
		return false
	}
	written, ok := f.raw(oneRemedy)
	if !ok {
		return true
	}
	right := oneRemedy
	if found := remedySentence.FindStringSubmatch(strings.TrimSpace(written)); found != nil {
		kind := cmp.Or(strings.ToLower(found[1]), "refund")
		if inside := asAmount(found[2]); inside != "" {
			right = "write {" + kind + ": " + inside + "}"
		} else if found[1] != "" {
			right = "write {" + kind + ": {percent: 25}} or {" + kind + ": {amount: 10.34 GBP}}"
		}
	}
	f.refuse("this is "+kindOf(f.node), right)
	return true
}

// asAmount is a share or an amount that is written as a text, as plays write it; empty
// where it is neither.
func asAmount(written string) string {
	share := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(written), "%"))
	if money, err := recovery.ParseMoney(written); err == nil {
		return "{amount: " + money.String() + "}"
	} else if _, err := recovery.ParsePercent(share); err == nil {
		return "{percent: " + share + "}"
	}
	return ""
}

// isBare refuses an amount that stands there without saying what kind it is.
func (f field) isBare() bool {
	if _, isScalar := f.node.(ast.ScalarNode); !isScalar {
		return false
	}
	written, ok := f.raw("write {percent: 25} or {amount: 10.34 GBP}")
	if !ok {
		return true
	}
	right := "write {percent: 25} or {amount: 10.34 GBP}"
	if inside := asAmount(written); inside != "" {
		right = "write " + inside
	}
	f.refuse("this is "+kindOf(f.node), right)
	return true
}

// share reads how much is given: a percentage or an amount, and not both; orElse is
// what else could be written where both are.
func (f field) share(m mapping, into *recovery.Amount, orElse string) {
	relative, fixed := m.may("percent"), m.may("amount")
	switch {
	case relative.exists() && fixed.exists():
		f.refuse("this has both a percent and an amount", "keep one of them"+orElse)
	case !relative.exists() && !fixed.exists() && f.doc.sound(f.path) && len(m.meant) == 0:
		f.refuse("this does not say how much", "write percent: 25 or amount: 10.34 GBP")
	}
	relative.percent(&into.Percent)
	fixed.flat(into)
}

func (f field) percent(into *recovery.Percent) {
	const right = "write a number of percent above 0 and up to 100, such as 25 or 12.5"
	written, ok := f.raw(right)
	if !ok {
		return
	}
	value, err := recovery.ParsePercent(written)
	hundred, _ := recovery.ParsePercent("100")
	switch {
	case err != nil:
		f.refuse(fmt.Sprintf("%q is not a share", cut(written)), right+", with at most four decimals")
	case value <= 0 || value > hundred:
		f.refuse(fmt.Sprintf("%s%% is not a share", value), right)
	default:
		*into = value
	}
}

func (f field) money(into *recovery.Money) {
	const right = "write a number and an ISO 4217 currency, such as 10.34 GBP"
	written, ok := f.raw(right)
	if !ok {
		return
	}
	value, err := recovery.ParseMoney(written)
	switch {
	case err != nil && withoutComma(written) != "":
		f.refuse(fmt.Sprintf("%q has a comma", cut(written)), "write a point: "+withoutComma(written))
	case err != nil:
		wrong, advice, _ := strings.Cut(err.Error(), "; ")
		if advice == "" {
			wrong, advice = fmt.Sprintf("%q is not an amount", cut(written)), right
		}
		f.refuse(wrong, advice)
	case value.Amount <= 0:
		f.refuse("this is nothing", "write an amount above 0")
	case value.Amount > maxAmount:
		f.refuse("this is more than any payment can be", "write less")
	case value.Amount%value.Currency.Step() != 0:
		step := recovery.Money{Amount: value.Currency.Step(), Currency: value.Currency}
		f.refuse(fmt.Sprintf("%s cannot be moved", value), fmt.Sprintf("write a multiple of %s", step))
	default:
		*into = value
	}
}
