package recovery

import "golang.org/x/text/feature/plural"

var french = phrases{
	refund: told{
		done:   "Nous avons remboursé {amount} sur le moyen de paiement d'origine.",
		coming: "Le remboursement de {amount} sur le moyen de paiement d'origine est en cours.",
		person: "Un membre de notre équipe s'occupe du remboursement de {amount}.",
	},
	coupon: told{
		done:   "En dédommagement, le code {code} réduit de {amount} le prix du prochain achat.",
		coming: "En dédommagement, le code {code} réduit de {amount} le prix du prochain achat. Il sera utilisable sous peu.",
		person: "Un membre de notre équipe s'occupe du dédommagement, soit {amount} de moins sur le prochain achat.",
	},
	credit: told{
		done:   "En dédommagement, nous avons crédité {amount} sur la prochaine facture.",
		coming: "En dédommagement, nous créditons {amount} sur la prochaine facture.",
		person: "Un membre de notre équipe s'occupe du crédit de {amount} en dédommagement.",
	},
	valid:  "Il est valable {valid}.",
	person: "Un membre de notre équipe s'occupe du dédommagement.",
	coming: "La compensation est en cours.",
	more:   "Ceci s'ajoute au dédommagement précédent.",

	day:    map[plural.Form]string{plural.One: "jour", plural.Other: "jours"},
	hour:   "h",
	minute: "min",
	second: "s",
}
