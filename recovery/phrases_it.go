package recovery

import "golang.org/x/text/feature/plural"

var italian = phrases{
	refund: told{
		done:   "Abbiamo rimborsato {amount} sul metodo di pagamento originale.",
		coming: "Il rimborso di {amount} sul metodo di pagamento originale è in arrivo.",
		person: "Una persona del nostro team si occupa del rimborso di {amount}.",
	},
	coupon: told{
		done:   "Come indennizzo, il codice {code} vale {amount} in meno sul prossimo acquisto.",
		coming: "Come indennizzo, il codice {code} vale {amount} in meno sul prossimo acquisto. Sarà utilizzabile a breve.",
		person: "Una persona del nostro team si occupa dell'indennizzo, {amount} in meno sul prossimo acquisto.",
	},
	credit: told{
		done:   "Come indennizzo, abbiamo accreditato {amount} sulla prossima fattura.",
		coming: "Come indennizzo, accreditiamo {amount} sulla prossima fattura.",
		person: "Una persona del nostro team si occupa dell'accredito di {amount} come indennizzo.",
	},
	valid:  "Si può usare per {valid}.",
	person: "Una persona del nostro team si occupa dell'indennizzo.",
	coming: "L'indennizzo è in arrivo.",
	more:   "Questo si aggiunge all'indennizzo precedente.",

	day:    map[plural.Form]string{plural.One: "giorno", plural.Other: "giorni"},
	hour:   "h",
	minute: "min",
	second: "s",
}
