package recovery

import "golang.org/x/text/feature/plural"

var czech = phrases{
	refund: told{
		done:   "Vrátili jsme {amount} na původní platební metodu.",
		coming: "Vrácení {amount} na původní platební metodu je na cestě.",
		person: "Vrácení {amount} vyřizuje náš kolega.",
	},
	coupon: told{
		done:   "Jako náhradu snižuje kód {code} cenu dalšího nákupu o {amount}.",
		coming: "Jako náhradu snižuje kód {code} cenu dalšího nákupu o {amount}. Použít ho půjde již brzy.",
		person: "Náhradu, snížení ceny dalšího nákupu o {amount}, vyřizuje náš kolega.",
	},
	credit: told{
		done:   "Jako náhradu jsme připsali {amount} na další fakturu.",
		coming: "Jako náhradu připisujeme {amount} na další fakturu.",
		person: "Náhradu, {amount} na další fakturu, vyřizuje náš kolega.",
	},
	valid:  "Kód platí {valid}.",
	person: "Náhradu vyřizuje náš kolega.",
	coming: "Náhrada je na cestě.",
	more:   "Toto je navíc k dřívější náhradě.",

	day:    map[plural.Form]string{plural.One: "den", plural.Few: "dny", plural.Other: "dní"},
	hour:   "h",
	minute: "min",
	second: "s",
}
