package proof

var english = table{
	promises: list{
		phrases: []phrase{
			"we|i promise", "our|my promise", "our|my word on", "have our|my word", "give you our|my word",
			"we|i guarantee|vow|swear|pledge",
			"never again", "never _ happen*", "won't|not happen* again", "won't|not|never let _ happen*", "won't|not|never repeat*", "not|never be repeated",
			"will|'ll|we'll|can|must|shall do better", "do better next", "do better in future", "do better in the future",
			"make sure|certain _ again", "ensure _ again", "make sure|certain _ doesn't|won't|never", "ensure _ doesn't|won't|never",
			"next time will|it'll", "better next time",
			"learn|learned|learnt|learning from", "working|work hard to", "working _ improve|prevent|avoid",
			"strive|striving", "committed to", "do everything|all _ can|power", "our|very best to", "will|we'll improve",
		},
		unless: []phrase{"have never happened", "has never happened", "had never happened"},
	},
	sells: list{
		phrases: []phrase{
			"% off", "deal|deals", "offer|offers|offering", "shop now|today|online|here", "shopping spree", "buy", "order|book|join|subscribe|act now", "order|book today",
			"discount|discounts|discounted", "upgrade|upgrades|upgrading", "sale|sales", "bargain|bargains", "promo|promos|promotion|promotions|promotional",
			"limited time|offer", "don't miss", "exclusive|exclusively", "best|lowest price|prices", "save|saves|saving up", "save|saves|saving _ %", "sign up",
			"for free", "free gift|gifts|trial|shipping|delivery", "bestseller|bestsellers", "while stocks|supplies last", "treat yourself",
		},
		unless: []phrase{
			"deal|deals with", "great|good deal of", "deal of trouble",
			"offer|offers|offering you|our|my|an|a|sincere|sincerest _ apology|apologies", "offer|offers|offering apologies",
			"on offer was", "not for sale",
		},
	},
}
