package proof

var german = table{
	promises: list{
		phrases: []phrase{
			"wir versprechen", "ich verspreche", "versprechen wir|ihnen|euch|dir", "unser versprechen", "haben unser wort", "hast|habt unser wort", "unser wort darauf",
			"wir garantieren", "garantieren wir",
			"nie wieder", "nie mehr", "niemals wieder",
			"nicht|nie|niemals _ wieder|mehr|nochmal|nochmals|erneut _ vorkomm*|vorkommt|passier*|gescheh*|geschieht",
			"nicht|nie noch einmal _ vorkomm*|passier*|gescheh*|geschieht", "kommt nicht|nie wieder|mehr|nochmal vor", "nicht|nie wiederhol*", "wiederholt sich nicht|nie",
			"besser machen|werden|machen's", "nächstes|nächste|beim mal|nächsten _ besser", "gelob* _ besserung", "besserung geloben|gelobt",
			"arbeiten _ daran", "arbeiten hart|intensiv", "lernen aus|daraus", "daraus gelernt|lernen", "aus _ fehler|fehlern _ gelernt|lernen",
			"dafür _ nicht|nie _ wieder|mehr", "sicher|sicherstellen _ nicht|nie _ wieder|mehr", "alles daran", "unser bestes|möglichstes", "bemühen uns", "geben _ unser bestes",
			"werden uns verbessern", "verbessern wir|uns",
		},
		unless: []phrase{"konnten _ nicht mehr", "nicht mehr _ passieren lassen mussten"},
	},
	sells: list{
		phrases: []phrase{
			"% rabatt|nachlass|günstiger|billiger|reduziert|sparen", "prozent rabatt|nachlass|günstiger|billiger", "*rabatt*", "*angebot|*angebote|*angebots",
			"schnäppchen*", "deal|deals", "jetzt kaufen|bestellen|buchen|shoppen|sichern|zugreifen|sparen|entdecken|testen|anmelden",
			"kaufen", "kauft|kaufe", "upgrade|upgrades|upgraden", "sparen sie", "spare|spart jetzt|bis", "aktionspreis*|sonderaktion*|werbeaktion*", "sonderpreis*|bestpreis*|tiefpreis*",
			"nur heute", "noch heute _ bestellen|kaufen|sichern|buchen", "exklusiv*", "gratis", "kostenlos testen", "shoppen|shop", "sale|sales", "ausverkauf|ausverkaufs|*schlussverkauf*", "solange der vorrat", "gönn|gönnen",
		},
		unless: []phrase{"nicht _ kaufen"},
	},
}
