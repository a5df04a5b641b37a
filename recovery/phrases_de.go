package recovery

import "golang.org/x/text/feature/plural"

var german = phrases{
	refund: told{
		done:   "Wir haben {amount} auf das ursprüngliche Zahlungsmittel zurückerstattet.",
		coming: "Die Rückerstattung von {amount} auf das ursprüngliche Zahlungsmittel ist unterwegs.",
		person: "Um die Rückerstattung von {amount} kümmert sich jemand aus unserem Team.",
	},
	coupon: told{
		done:   "Als Entschädigung mindert der Code {code} den Preis des nächsten Kaufs um {amount}.",
		coming: "Als Entschädigung mindert der Code {code} den Preis des nächsten Kaufs um {amount}. Er ist in Kürze einlösbar.",
		person: "Um die Entschädigung, {amount} weniger beim nächsten Kauf, kümmert sich jemand aus unserem Team.",
	},
	credit: told{
		done:   "Als Entschädigung haben wir {amount} auf die nächste Rechnung gutgeschrieben.",
		coming: "Als Entschädigung schreiben wir {amount} auf die nächste Rechnung gut.",
		person: "Um die Gutschrift von {amount} als Entschädigung kümmert sich jemand aus unserem Team.",
	},
	valid:  "Er ist {valid} lang gültig.",
	person: "Um die Entschädigung kümmert sich jemand aus unserem Team.",
	coming: "Die Entschädigung ist unterwegs.",
	more:   "Dies kommt zur bisherigen Entschädigung hinzu.",

	day:    map[plural.Form]string{plural.One: "Tag", plural.Other: "Tage"},
	hour:   "h",
	minute: "min",
	second: "s",
}
