package recovery

import "golang.org/x/text/feature/plural"

var swedish = phrases{
	refund: told{
		done:   "Vi har återbetalat {amount} till det ursprungliga betalningssättet.",
		coming: "Återbetalningen av {amount} till det ursprungliga betalningssättet är på väg.",
		person: "En kollega ordnar återbetalningen av {amount}.",
	},
	coupon: told{
		done:   "Som kompensation sänker koden {code} priset på nästa köp med {amount}.",
		coming: "Som kompensation sänker koden {code} priset på nästa köp med {amount}. Den går snart att använda.",
		person: "En kollega ordnar kompensationen, {amount} lägre pris på nästa köp.",
	},
	credit: told{
		done:   "Som kompensation har vi krediterat {amount} på nästa faktura.",
		coming: "Som kompensation krediterar vi {amount} på nästa faktura.",
		person: "En kollega ordnar krediteringen av {amount} som kompensation.",
	},
	valid:  "Koden gäller i {valid}.",
	person: "En kollega ordnar kompensationen.",
	coming: "Kompensationen är på väg.",
	more:   "Detta kommer utöver den tidigare kompensationen.",

	day:    map[plural.Form]string{plural.One: "dag", plural.Other: "dagar"},
	hour:   "h",
	minute: "min",
	second: "s",
}
