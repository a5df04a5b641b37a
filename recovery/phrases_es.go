package recovery

import "golang.org/x/text/feature/plural"

var spanish = phrases{
	refund: told{
		done:   "Hemos reembolsado {amount} al medio de pago original.",
		coming: "El reembolso de {amount} al medio de pago original se encuentra en curso.",
		person: "Una persona de nuestro equipo se ocupa del reembolso de {amount}.",
	},
	coupon: told{
		done:   "Como compensación, el código {code} descuenta {amount} de la próxima compra.",
		coming: "Como compensación, el código {code} descuenta {amount} de la próxima compra. Se podrá usar en breve.",
		person: "Una persona de nuestro equipo se ocupa de la compensación, {amount} menos en la próxima compra.",
	},
	credit: told{
		done:   "Como compensación, hemos abonado {amount} en la próxima factura.",
		coming: "Como compensación, abonamos {amount} en la próxima factura.",
		person: "Una persona de nuestro equipo se ocupa del abono de {amount} como compensación.",
	},
	valid:  "Es válido durante {valid}.",
	person: "Una persona de nuestro equipo se ocupa de la compensación.",
	coming: "La compensación está en camino.",
	more:   "Esto se suma a la compensación anterior.",

	day:    map[plural.Form]string{plural.One: "día", plural.Other: "días"},
	hour:   "h",
	minute: "min",
	second: "s",
}
