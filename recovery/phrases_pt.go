package recovery

import "golang.org/x/text/feature/plural"

var portuguese = phrases{
	refund: told{
		done:   "O reembolso de {amount} foi feito para o meio de pagamento original.",
		coming: "O reembolso de {amount} para o meio de pagamento original está a caminho.",
		person: "Um dos nossos colegas cuida do reembolso de {amount}.",
	},
	coupon: told{
		done:   "Como compensação, o código {code} desconta {amount} na próxima compra.",
		coming: "Como compensação, o código {code} desconta {amount} na próxima compra. Poderá ser usado em breve.",
		person: "Um dos nossos colegas cuida da compensação, {amount} a menos na próxima compra.",
	},
	credit: told{
		done:   "Como compensação, há um crédito de {amount} na próxima fatura.",
		coming: "Como compensação, haverá um crédito de {amount} na próxima fatura.",
		person: "Um dos nossos colegas cuida do crédito de {amount} como compensação.",
	},
	valid:  "É válido por {valid}.",
	person: "Um dos nossos colegas cuida da compensação.",
	coming: "A compensação está a caminho.",
	more:   "Isto soma-se à compensação anterior.",

	day:    map[plural.Form]string{plural.One: "dia", plural.Other: "dias"},
	hour:   "h",
	minute: "min",
	second: "s",
}
