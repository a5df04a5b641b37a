package proof

var polish = table{
	promises: list{
		phrases: []phrase{
			"obiecuję|obiecujemy|obiecać", "przyrzekam|przyrzekamy", "gwarantuję|gwarantujemy", "masz|macie|mają nasze słowo", "dajemy _ słowo", "nasza obietnica",
			"nigdy więcej", "więcej|już nigdy", "nigdy już",
			"nie|nigdy _ powtórz*|powtórzy*", "nie|nigdy _ więcej|już|ponownie _ zdarz*|wydarz*|przydarz*", "więcej|już _ nie _ zdarz*|wydarz*|przydarz*", "nie zdarzy|wydarzy|przydarzy",
			"poprawimy się|naszą|nasze|jakość", "się poprawić|poprawimy", "będziemy lepsi|lepszymi", "postaramy|staramy się", "się postaramy|staramy", "dołożymy|dokładamy _ starań", "dołożymy|dokładamy wszelkich",
			"następnym razem", "wyciągn* wnioski|lekcję", "wyciągamy wnioski|lekcję", "pracujemy nad|ciężko", "zrobimy _ wszystko", "robimy _ wszystko", "wszystko co _ mocy",
			"zadbamy _ nie|nigdy", "dopilnujemy _ nie|nigdy", "uczymy się na",
		},
		unless: []phrase{"nie zdarzyło|wydarzyło|przydarzyło się", "nie powtórzyliśmy"},
	},
	sells: list{
		phrases: []phrase{
			"rabat|rabaty|rabatu|rabatem|rabatów|rabatow*", "zniżka|zniżki|zniżkę|zniżką|zniżek|zniżkow*", "promocj*|promocyjn*", "oferta|oferty|ofertę|ofertą|ofert|oferci*", "okazja|okazje|okazję|okazji|okazyjn*",
			"kup|kupuj|kupcie|kupujcie|kupić|kupować", "wyprzedaż*", "taniej", "przecen*", "gratis|gratisy", "zamów|zarezerwuj|sprawdź|skorzystaj|dołącz teraz|już|dziś|dzisiaj",
			"upgrade|upgrade'u", "tylko dziś|dzisiaj", "wyłącznie dla", "% mniej", "zapisz się", "nie przegap", "oszczędź|oszczędzaj|oszczędzasz", "najlepsze|najniższe ceny", "najlepsza|najniższa cena", "bestseller*",
		},
		unless: []phrase{"przy|z okazji", "przy|z tej okazji", "nie miał|miała|mieliśmy okazji"},
	},
}
