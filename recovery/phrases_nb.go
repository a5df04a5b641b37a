package recovery

import "golang.org/x/text/feature/plural"

var norwegian = phrases{
	refund: told{
		done:   "Vi har tilbakebetalt {amount} til den opprinnelige betalingsmåten.",
		coming: "Tilbakebetalingen av {amount} til den opprinnelige betalingsmåten er på vei.",
		person: "En kollega ordner tilbakebetalingen av {amount}.",
	},
	coupon: told{
		done:   "Som kompensasjon senker koden {code} prisen på neste kjøp med {amount}.",
		coming: "Som kompensasjon senker koden {code} prisen på neste kjøp med {amount}. Den kan brukes om kort tid.",
		person: "En kollega ordner kompensasjonen, {amount} lavere pris på neste kjøp.",
	},
	credit: told{
		done:   "Som kompensasjon har vi kreditert {amount} på neste faktura.",
		coming: "Som kompensasjon krediterer vi {amount} på neste faktura.",
		person: "En kollega ordner krediteringen av {amount} som kompensasjon.",
	},
	valid:  "Koden gjelder i {valid}.",
	person: "En kollega ordner kompensasjonen.",
	coming: "Kompensasjonen er på vei.",
	more:   "Dette kommer i tillegg til den tidligere kompensasjonen.",

	day:    map[plural.Form]string{plural.One: "dag", plural.Other: "dager"},
	hour:   "t",
	minute: "min",
	second: "s",
}
