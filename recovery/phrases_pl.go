package recovery

import "golang.org/x/text/feature/plural"

var polish = phrases{
	refund: told{
		done:   "Zwróciliśmy {amount} na pierwotną metodę płatności.",
		coming: "Zwrot {amount} na pierwotną metodę płatności jest w drodze.",
		person: "Zwrotem {amount} zajmuje się nasz pracownik.",
	},
	coupon: told{
		done:   "W ramach rekompensaty kod {code} obniża cenę następnego zakupu o {amount}.",
		coming: "W ramach rekompensaty kod {code} obniża cenę następnego zakupu o {amount}. Zacznie działać wkrótce.",
		person: "Rekompensatą, obniżeniem ceny następnego zakupu o {amount}, zajmuje się nasz pracownik.",
	},
	credit: told{
		done:   "W ramach rekompensaty zapisaliśmy {amount} na poczet następnej faktury.",
		coming: "W ramach rekompensaty zapisujemy {amount} na poczet następnej faktury.",
		person: "Rekompensatą, {amount} na poczet następnej faktury, zajmuje się nasz pracownik.",
	},
	valid:  "Kod jest ważny przez {valid}.",
	person: "Rekompensatą zajmuje się nasz pracownik.",
	coming: "Rekompensata jest w drodze.",
	more:   "To dodatek do wcześniejszej rekompensaty.",

	day:    map[plural.Form]string{plural.One: "dzień", plural.Other: "dni"},
	hour:   "h",
	minute: "min",
	second: "s",
}
