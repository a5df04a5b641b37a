package stripe

import (
	"fmt"
	"math"
	"slices"
	"strings"
)

var currencies = strings.Fields(`usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl
	bsd bwp byn bzd cad cdf chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq
	gyd hkd hnl hrk htg huf idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl
	mga mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd
	rub rwf sar sbd scr sek sgd shp sle sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx uyu uzs vnd vuv wst
	xaf xcd xof xpf yer zar zmw`)

// noCents and threeDigits are the currencies whose smallest unit is not a
// hundredth.
var (
	noCents     = strings.Fields("bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf")
	threeDigits = strings.Fields("bhd jod kwd omr tnd")
	symbols     = map[string]string{"usd": "$", "eur": "€", "gbp": "£", "jpy": "¥", "krw": "₩", "inr": "₹"}
)

func knownCurrency(c string) bool { return slices.Contains(currencies, c) }

// digits is how many of an amount's digits stand after the point.
func digits(currency string) int {
	switch {
	case slices.Contains(noCents, currency):
		return 0
	case slices.Contains(threeDigits, currency):
		return 3
	}
	return 2
}

// written is an amount as Stripe's messages have it: $20.00, ¥500, 9.50 PLN.
func written(amount int64, currency string) string {
	number := decimal(amount)
	if d := digits(currency); d > 0 {
		unit := int64(math.Pow10(d))
		number = fmt.Sprintf("%d.%0*d", amount/unit, d, amount%unit)
	}
	if s, ok := symbols[currency]; ok {
		return s + number
	}
	return number + " " + strings.ToUpper(currency)
}
