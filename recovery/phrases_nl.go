package recovery

import "golang.org/x/text/feature/plural"

var dutch = phrases{
	refund: told{
		done:   "We hebben {amount} terugbetaald via de oorspronkelijke betaalmethode.",
		coming: "De terugbetaling van {amount} via de oorspronkelijke betaalmethode is onderweg.",
		person: "Een collega regelt de terugbetaling van {amount}.",
	},
	coupon: told{
		done:   "Als compensatie verlaagt de code {code} de prijs van de volgende aankoop met {amount}.",
		coming: "Als compensatie verlaagt de code {code} de prijs van de volgende aankoop met {amount}. De code werkt binnenkort.",
		person: "Een collega regelt de compensatie, {amount} minder bij de volgende aankoop.",
	},
	credit: told{
		done:   "Als compensatie hebben we {amount} verrekend met de volgende factuur.",
		coming: "Als compensatie verrekenen we {amount} met de volgende factuur.",
		person: "Een collega regelt het tegoed van {amount} als compensatie.",
	},
	valid:  "De code is {valid} geldig.",
	person: "Een collega regelt de compensatie.",
	coming: "De compensatie is onderweg.",
	more:   "Dit komt bovenop de eerdere compensatie.",

	day:    map[plural.Form]string{plural.One: "dag", plural.Other: "dagen"},
	hour:   "uur",
	minute: "min",
	second: "s",
}
