package recovery

import "golang.org/x/text/feature/plural"

var danish = phrases{
	refund: told{
		done:   "Vi har tilbagebetalt {amount} til den oprindelige betalingsmetode.",
		coming: "Tilbagebetalingen af {amount} til den oprindelige betalingsmetode er på vej.",
		person: "En kollega sørger for tilbagebetalingen af {amount}.",
	},
	coupon: told{
		done:   "Som kompensation nedsætter koden {code} prisen på næste køb med {amount}.",
		coming: "Som kompensation nedsætter koden {code} prisen på næste køb med {amount}. Den kan bruges inden længe.",
		person: "En kollega sørger for kompensationen, {amount} mindre på næste køb.",
	},
	credit: told{
		done:   "Som kompensation har vi krediteret {amount} på næste faktura.",
		coming: "Som kompensation krediterer vi {amount} på næste faktura.",
		person: "En kollega sørger for krediteringen af {amount} som kompensation.",
	},
	valid:  "Koden gælder i {valid}.",
	person: "En kollega sørger for kompensationen.",
	coming: "Kompensationen er på vej.",
	more:   "Dette kommer oven i den tidligere kompensation.",

	day:    map[plural.Form]string{plural.One: "dag", plural.Other: "dage"},
	hour:   "t",
	minute: "min",
	second: "s",
}
