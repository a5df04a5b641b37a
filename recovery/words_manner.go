package recovery

import (
	"math"
	"strings"
	"time"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// manner is how a locale writes numbers, money and lengths of time, and its
// sentences.
type manner struct {
	tag     language.Tag // of numbers
	printer *message.Printer
	phrases *phrases
}

// mannerOf writes sentences in the text's language, and numbers as the
// customer's own region does where that is a region of the same language.
func mannerOf(text, customer string) manner {
	tag := language.Make(text)
	if known := language.Make(customer); !known.IsRoot() && baseOf(customer) == baseOf(text) {
		tag = known
	}
	if base, _ := tag.Base(); base.String() == "no" {
		tag = language.Make("nb") // golang.org/x/text has no numbers for no
	}
	return manner{tag: tag, printer: message.NewPrinter(tag), phrases: phrasesIn(text)}
}

// plainSpace are spaces and marks that would turn a text message of 160
// characters into one of 70, and what reads the same.
var plainSpace = strings.NewReplacer("\u00a0", " ", "\u202f", " ", "\u2019", "'", "\u061c", "", "\u200e", "", "\u200f", "", "\u2212", "-")

func (m manner) number(value float64) string {
	return plainSpace.Replace(m.printer.Sprint(number.Decimal(value, number.MaxFractionDigits(2))))
}

// money writes an amount with the locale's separators and the ISO code: the
// signs of most currencies are outside the text message alphabet.
func (m manner) money(money Money) string {
	decimals := money.Currency.Decimals()
	unit := int64(math.Pow10(decimals))
	whole := m.printer.Sprint(number.Decimal(money.Amount / unit))
	if decimals > 0 {
		half := []rune(m.printer.Sprint(number.Decimal(0.5, number.Scale(1))))
		fraction := m.printer.Sprint(number.Decimal(money.Amount%unit, number.MinIntegerDigits(decimals), number.NoSeparator()))
		whole += string(half[1:len(half)-1]) + fraction
	}
	return plainSpace.Replace(whole) + " " + strings.ToUpper(string(money.Currency))
}

func (m manner) percent(p Percent) string {
	return plainSpace.Replace(m.printer.Sprint(number.Percent(p.Float()/100, number.MaxFractionDigits(4))))
}

// amount is what is given: money, or the share that a coupon takes off. It is
// empty where neither is known.
func (m manner) amount(debt Debt) string {
	switch {
	case debt.Money.Amount > 0:
		return m.money(debt.Money)
	case debt.Kind == KindCoupon && debt.Percent > 0:
		return m.percent(debt.Percent)
	}
	return ""
}

// unitOf is the length of time that a measure counts in, told by its name.
func unitOf(measure string) (time.Duration, bool) {
	if measure == MeasureOpen {
		return time.Second, true
	}
	for name, unit := range map[string]time.Duration{"seconds": time.Second, "minutes": time.Minute, "hours": time.Hour, "days": day} {
		if measure == name || strings.HasSuffix(measure, "_"+name) {
			return unit, true
		}
	}
	return 0, false
}

func (m manner) measure(name string, value float64) string {
	unit, isTime := unitOf(name)
	if !isTime {
		return m.number(value)
	}
	most := float64(maxDays * day / unit)
	return m.length(time.Duration(math.Min(math.Max(value, 0), most) * float64(unit)))
}

// length writes a length of time in its two largest units, rounded to the smaller:
// "45 s", "1 min 30 s", "3 h 12 min", "2 days 4 h". From ten minutes on, seconds
// are not worth saying.
func (m manner) length(d time.Duration) string {
	if rounded := d.Round(time.Second); rounded < 10*time.Minute {
		return m.pair(m.count(rounded, time.Minute, m.phrases.minute), m.count(rounded%time.Minute, time.Second, m.phrases.second))
	}
	if rounded := d.Round(time.Minute); rounded < day {
		return m.pair(m.count(rounded, time.Hour, m.phrases.hour), m.count(rounded%time.Hour, time.Minute, m.phrases.minute))
	}
	rounded := d.Round(time.Hour)
	return m.pair(m.days(rounded), m.count(rounded%day, time.Hour, m.phrases.hour))
}

// pair says two counts, and leaves out one that is nothing.
func (m manner) pair(larger, smaller count) string {
	switch {
	case smaller.n == 0 && larger.n != 0:
		return m.say(larger)
	case larger.n == 0:
		return m.say(smaller)
	}
	return m.say(larger) + " " + m.say(smaller)
}

// count is so many of a unit.
type count struct {
	n    int64
	unit string
}

func (m manner) say(c count) string {
	return plainSpace.Replace(m.printer.Sprint(number.Decimal(c.n))) + " " + c.unit
}

func (m manner) count(d, unit time.Duration, name string) count {
	return count{int64(d / unit), name}
}

func (m manner) days(d time.Duration) count {
	n := int64(d / day)
	name, named := m.phrases.day[plural.Cardinal.MatchPlural(m.tag, int(n), 0, 0, 0, 0)]
	if !named {
		name = m.phrases.day[plural.Other]
	}
	return count{n, name}
}
