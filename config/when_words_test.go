package config_test

// saidOtherwise is conditions as other languages write them, and such as can never be
// what was meant. What they say only the reader knows.
var saidOtherwise = []refusal{
	{"when a number is in quotes", holdLine, "when: payment.amount > \"5\"\n", "6:22", "when", "a number and a text cannot be compared", "write a number without quotes"},
	{"when a time is a text", holdLine, "when: observed_at > \"2026-11-21\"\n", "6:19", "when", "a time and a text cannot be compared", `write timestamp("2026-11-21T18:00:00Z")`},
	{"when a truth is a number", holdLine, "when: resolved == 1\n", "6:16", "when", "true or false and a number cannot be compared", "such as resolved or !resolved"},
	{"when a text is looked into", holdLine, "when: customer.segment in \"gold\"\n", "6:24", "when", "in looks into a list, and this is a text", `["gold", "silver"]`},
	{"when a text is no truth", holdLine, "when: resolved && incident\n", "6:19", "when", "this is a text, and not true or false", "attributes.ticket"},
	{"when not of a text", holdLine, "when: '!incident'\n", "6:8", "when", "this is a text, and not true or false", "attributes.ticket"},
	{"when and", holdLine, "when: attributes.name == \"a and b\" and resolved\n", "6:36", "when", "conditions have no and", "write &&"},
	{"when OR", holdLine, "when: attributes.or == 1 OR resolved\n", "6:26", "when", "conditions have no OR", "write ||"},
	{"when not", holdLine, "when: not resolved\n", "6:7", "when", "conditions have no not", "write !, such as !resolved"},
	{"when not of a bracket", holdLine, "when: not (incident == \"x\")\n", "6:7", "when", "conditions have no not", "write !, such as !resolved"},
	{"when not in", holdLine, "when: incident not  in [\"x\"]\n", "6:16", "when", "conditions have no not  in", "write ! in front of the whole"},
	{"when True", holdLine, "when: resolved == True\n", "6:19", "when", "conditions have no True", "write true"},
	{"when unequal otherwise", holdLine, "when: incident <> \"x\"\n", "6:16", "when", "conditions have no <>", "write !="},
	{"when a single ampersand", holdLine, "when: resolved & resolved\n", "6:16", "when", "conditions have no &", "write &&"},
	{"when and in another line", holdLine, "when: |\n  resolved\n  and resolved\n", "6:7", "when", "conditions have no and", "write &&"},
	{"when a function in small letters", holdLine, "when: incident.startswith(\"x\")\n", "6:26", "when", `there is no "startswith"`, "write startsWith"},
	{"when a currency in capitals", holdLine, "when: resolved || payment.currency == \"EUR\"\n", "6:39", "when", `payment.currency is never "EUR": its codes are in small letters`, `write "eur"`},
	{"when a currency is the first", holdLine, "when: '\"Eur\" != payment.currency'\n", "6:8", "when", `payment.currency is never "Eur": its codes are in small letters`, `write "eur"`},
	{"when a currency in a list", holdLine, "when: payment.currency in [\"eur\", \"GBP\"]\n", "6:35", "when", `payment.currency is never "GBP": its codes are in small letters`, `write "gbp"`},
	{"when no currency", holdLine, "when: payment.currency == \"euro\"\n", "6:27", "when", `no currency has the code "euro"`, `"eur"`},
	{"when a time zone", holdLine, "when: observed_at.getHours(\"Europe/Berln\") > 20\n", "6:28", "when", `"Europe/Berln" is not a time zone`, "Europe/London"},
	{"when another time zone", holdLine, "when: occurred_at.getDayOfWeek(\"+2h\") == 0\n", "6:32", "when", `"+2h" is not a time zone`, "+02:00"},
}
