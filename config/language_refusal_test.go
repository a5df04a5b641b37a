package config_test

import (
	"strings"
	"testing"
)

// inPlace is written where the hold of the sound play stands, in line 6.
const holdLine = "hold: 10m\n"

// tenth replaces the remedy of the tier in line 10.
const twentyFivePercent = "{refund: {percent: 25}}"

// openPlayLines make the sound play count the time since it occurred, from line 5 on.
const openLines = "measure: open\nclose_after: 36h\ntiers:\n  - {at_least: 12h, remedy: "

var openOld = soundHold + "tiers:\n" + soundTiers

var settingRefusals = []refusal{
	{"source a list", "about: A flight lands late.", "source: [a]", "3:9", "source", "this is a list", "write a text"},
	{"as_of no date", "about: A flight lands late.", "as_of: April 2026", "3:8", "as_of", `"April 2026" is not a date`, "2026-04-01"},
	{"as_of a day that is none", "about: A flight lands late.", "as_of: 2026-02-30", "3:8", "as_of", `"2026-02-30" is not a date`, "2026-04-01"},
	{"settle another word", holdLine, "settle: resovled\n", "6:9", "settle", `"resovled" is none of the words that can stand here`, "did you mean resolved? there are reached, resolved"},
	{"settle and hold", holdLine, holdLine + "settle: resolved\n", "6:7", "hold", "a play that settles when it is over holds nothing", "settle: reached"},
	{"settle and top_up", holdLine, "settle: resolved\ntop_up: true\n", "7:9", "top_up", "a play that settles when it is over has nothing to add later", "settle: reached"},
	{"top_up a text", holdLine, "top_up: yes\n", "6:9", "top_up", "this is a text", "true or false"},
	{"once_per another word", holdLine, "once_per: customer\n", "6:11", "once_per", `"customer" is none of the words that can stand here`, "there are experience, incident"},
	{"exempt a list", holdLine, "exempt: [weather]\n", "6:9", "exempt", "this is a list", "exempt: {cause: [weather]}"},
	{"exempt nobody", holdLine, "exempt: {}\n", "6:9", "exempt", "there is no cause", "exempt: {cause: [weather]}"},
	{"exempt no value", holdLine, "exempt: {cause: []}\n", "6:17", "exempt.cause", "there is no value", "[weather, strike]"},
	{"exempt a value alone", holdLine, "exempt: {cause: weather}\n", "6:17", "exempt.cause", "this is a text", "write a list"},
	{"exempt an empty value", holdLine, "exempt: {cause: [\"\"]}\n", "6:18", "exempt.cause[0]", "this is empty", "a value"},
	{"clock another zone", holdLine, "clock: {zone: Europe/Lodnon}\n", "6:15", "clock.zone", `"Europe/Lodnon" is not a time zone`, "Europe/London"},
	{"clock of this machine", holdLine, "clock: {zone: Local}\n", "6:15", "clock.zone", `"Local" is not a time zone`, "Europe/London"},
	{"clock other days", holdLine, "clock: {days: workdays}\n", "6:15", "clock.days", `"workdays" is none of the words that can stand here`, "there are calendar, working"},
	{"clock another start", holdLine, "clock: {starts: tomorrow}\n", "6:17", "clock.starts", `"tomorrow" is none of the words that can stand here`, "there are at_once, next_day"},
	{"clock another field", holdLine, "clock: {zones: UTC}\n", "6:9", "clock.zones", "there is no such field", "did you mean zone?"},
	{"clock for a number", holdLine, holdLine + "clock: {days: working}\n", "7:8", "clock", "only the measure open is taken by a clock", "measure: open"},
	{"for a while of all days", holdLine, "clock: {for: 2d}\n", "6:14", "clock.for", "all days pass anyway", "days: working"},
	{"holidays of all days", holdLine, holdLine + "clock: {holidays: [2026-12-25]}\n", "7:19", "clock.holidays", "holidays stand still only where working days are counted", "days: working"},
	{"holidays that are none", holdLine, "clock: {days: calendar, holidays: [Christmas]}\n", "6:36", "clock.holidays[0]", `"Christmas" is not a date`, "2026-04-01"},
	{"half a working day in one and a half", openOld, strings.Replace(openLines, "close_after: 36h\n", "close_after: 36h\nclock: {days: working}\n", 1) + "{refund: {percent: 25}}}\n", "9:16", "tiers[0].at_least", "this can never be met: the play closes after 36h", "write close_after: 60h or more"},
	{"budget without a limit", "surveys: {suppress: 90d}\n", "budget: {approve_within: 2h}\n", "18:9", "budget.per_day", "this is missing", "per_day: 500.00 EUR"},
	{"budget of nothing", "surveys: {suppress: 90d}\n", "budget: {per_day: []}\n", "18:19", "budget.per_day", "there is no limit", "[500.00 EUR, 400.00 GBP]"},
	{"budget no money", "surveys: {suppress: 90d}\n", "budget: {per_day: 500}\n", "18:19", "budget.per_day", `"500" is not an amount`, "10.34 GBP"},
	{"budget twice in a currency", "surveys: {suppress: 90d}\n", "budget: {per_day: [1.00 EUR, 2.00 EUR]}\n", "18:30", "budget.per_day[1]", "this currency has a limit already", "one for each currency"},
	{"budget approved at once", "surveys: {suppress: 90d}\n", "budget: {per_day: 1.00 EUR, approve_within: 0s}\n", "18:45", "budget.approve_within", "this is no time at all", "above 0"},
	{"monitor from nowhere", "surveys: {suppress: 90d}\n", "monitor: {silent_after: 6h}\n", "18:10", "monitor.from", "this is missing", "ops feed of arrivals"},
	{"monitor for ever", "surveys: {suppress: 90d}\n", "monitor: {from: ops}\n", "18:10", "monitor.silent_after", "this is missing", "silent_after: 6h"},
	{"monitor at once", "surveys: {suppress: 90d}\n", "monitor: {from: ops, silent_after: 0s}\n", "18:36", "monitor.silent_after", "this is no time at all", "above 0"},
	{"fix_when both", "surveys: {suppress: 90d}\n", "fix_when: {percent: 5, recoveries: 9, within: 7d}\n", "18:11", "fix_when", "this has both percent and recoveries", "keep one"},
	{"fix_when neither", "surveys: {suppress: 90d}\n", "fix_when: {within: 7d}\n", "18:11", "fix_when", "this does not say how many are too many", "percent: 5 or recoveries: 100"},
	{"fix_when a number of how many", "surveys: {suppress: 90d}\n", "fix_when: {recoveries: 9, within: 7d, at_least: 20}\n", "18:49", "fix_when.at_least", "only a share needs a number that it is a share of", "remove it"},
	{"fix_when at any time", "surveys: {suppress: 90d}\n", "fix_when: {percent: 5}\n", "18:11", "fix_when.within", "this is missing", "within: 7d"},
	{"fix_when more than all", "surveys: {suppress: 90d}\n", "fix_when: {percent: 500, within: 7d}\n", "18:21", "fix_when.percent", "500% is not a share", "up to 100"},
	{"fix_when never", "surveys: {suppress: 90d}\n", "fix_when: {recoveries: 0, within: 7d}\n", "18:24", "fix_when.recoveries", "this is 0", "from 1 on"},
}

var amountRefusals = []refusal{
	{"greater of one", twentyFivePercent, "{refund: {greater_of: {percent: 25}}}", "10:51", "tiers[1].remedy.refund.greater_of.amount", "this is missing", "amount: 5.00 EUR"},
	{"greater of the other", twentyFivePercent, "{refund: {greater_of: {amount: 5.00 EUR}}}", "10:51", "tiers[1].remedy.refund.greater_of.percent", "this is missing", "percent: 10"},
	{"greater of and flat", twentyFivePercent, "{refund: {amount: 5.00 EUR, greater_of: {amount: 5.00 EUR, percent: 1}}}", "10:38", "tiers[1].remedy.refund", "this says in more than one way how much", "keep one of percent, amount, greater_of and sum"},
	{"sum of nothing", twentyFivePercent, "{refund: {sum: []}}", "10:44", "tiers[1].remedy.refund.sum", "there is nothing to add up", "sum: [{…}, {…}]"},
	{"sum of a text", twentyFivePercent, "{refund: {sum: [much]}}", "10:45", "tiers[1].remedy.refund.sum[0]", "this is a text", "name: value"},
	{"sum of a sum", twentyFivePercent, "{refund: {sum: [{sum: [{percent: 5}]}]}}", "10:46", "tiers[1].remedy.refund.sum[0].sum", "there is no such field", "there are after"},
	{"sum of very many", twentyFivePercent, "{refund: {sum: [" + strings.Repeat("{percent: 1}, ", 20) + "{percent: 1}]}}", "10:44", "tiers[1].remedy.refund.sum", "these are 21 parts", "at most 20"},
	{"sum with periods", twentyFivePercent, "{refund: {per: 10, sum: [{percent: 5}]}}", "10:44", "tiers[1].remedy.refund.per", "a sum has no periods of its own", "in the parts of the sum"},
	{"sum in two currencies", twentyFivePercent, "{refund: {sum: [{amount: 5.00 EUR}, {amount: 5.00 GBP}]}}", "10:29", "tiers[1].remedy", "this counts in EUR and in GBP", "keep one currency"},
	{"at most in another currency", twentyFivePercent, "{refund: {amount: 5.00 EUR, at_most: 5.00 GBP}}", "10:29", "tiers[1].remedy", "this counts in EUR and in GBP", "keep one currency"},
	{"at most nothing", twentyFivePercent, "{refund: {percent: 5, at_most: 0.00 EUR}}", "10:60", "tiers[1].remedy.refund.at_most", "this is nothing", "above 0"},
	{"per nothing", twentyFivePercent, "{refund: {amount: 5.00 EUR, per: 0}}", "10:62", "tiers[1].remedy.refund.per", "this is no period", "above 0"},
	{"per a duration for a number", twentyFivePercent, "{refund: {amount: 5.00 EUR, per: 1d}}", "10:62", "tiers[1].remedy.refund.per", `"1d" is not a number`, "in the measure's own unit"},
	{"per a number for a duration", openOld, openLines + "{refund: {amount: 5.00 EUR, per: 24}}}\n", "8:62", "tiers[0].remedy.refund.per", `"24" is not a duration`, "36h"},
	{"after below 0", twentyFivePercent, "{refund: {amount: 5.00 EUR, per: 10, after: -1}}", "10:73", "tiers[1].remedy.refund.after", "this is below 0", "from 0 on"},
	{"until before after", twentyFivePercent, "{refund: {amount: 5.00 EUR, per: 10, after: 60, until: 60}}", "10:84", "tiers[1].remedy.refund.until", "no period lies before this", "more than after"},
	{"after without periods", twentyFivePercent, "{refund: {amount: 5.00 EUR, after: 60}}", "10:64", "tiers[1].remedy.refund.after", "this says which periods count, and there are none", "write per:"},
	{"counted another way", twentyFivePercent, "{refund: {amount: 5.00 EUR, per: 10, counted: begun}}", "10:75", "tiers[1].remedy.refund.counted", `"begun" is none of the words that can stand here`, "there are completed, started"},
	{"growing, and settled at once", openOld, openLines + "{refund: {amount: 5.00 EUR, per: 1h}}}\n", "8:29", "tiers[0].remedy", "this grows with every period, and the play settles as soon as the tier is reached", "settle: resolved"},
	{"nothing where it is met", twentyFivePercent, "{refund: {amount: 5.00 EUR, per: 10, after: 180.5}}", "10:29", "tiers[1].remedy", "nothing is owed from 180 on: no period counts by then", "lower after"},
	{"no period is over where it is met", twentyFivePercent, "{refund: {amount: 5.00 EUR, per: 200, counted: completed}}", "10:29", "tiers[1].remedy", "nothing is owed from 180 on: no period counts by then", "lower after"},
	{"an empty table", twentyFivePercent, "{refund: {amount: []}}", "10:47", "tiers[1].remedy.refund.amount", "this table is empty", "valid_from: 2026-04-01"},
	{"a row without a day", twentyFivePercent, "{refund: {amount: [{amount: 5.00 EUR}]}}", "10:48", "tiers[1].remedy.refund.amount[0].valid_from", "this is missing", "valid_from: 2026-04-01"},
	{"a row without an amount", twentyFivePercent, "{refund: {amount: [{valid_from: 2026-04-01}]}}", "10:48", "tiers[1].remedy.refund.amount[0].amount", "this is missing", "amount: 10.34 GBP"},
	{"rows out of order", twentyFivePercent, "{refund: {amount: [{valid_from: 2026-04-01, amount: 5.00 EUR}, {valid_from: 2025-04-01, amount: 4.00 EUR}]}}", "10:105", "tiers[1].remedy.refund.amount[1].valid_from", "this is not after the row before it", "each day once"},
	{"rows of a day", twentyFivePercent, "{refund: {amount: [{valid_from: 2026-04-01, amount: 5.00 EUR}, {valid_from: 2026-04-01, amount: 4.00 EUR}]}}", "10:105", "tiers[1].remedy.refund.amount[1].valid_from", "this is not after the row before it", "each day once"},
	{"rows in two currencies", twentyFivePercent, "{refund: {amount: [{valid_from: 2025-04-01, amount: 5.00 EUR}, {valid_from: 2026-04-01, amount: 4.00 GBP}]}}", "10:125", "tiers[1].remedy.refund.amount[1].amount", "this is other money than in the row before it", "keep one currency"},
	{"very many rows", twentyFivePercent, "{refund: {amount: [" + strings.Repeat("{}, ", 100) + "{}]}}", "10:47", "tiers[1].remedy.refund.amount", "this table has 101 rows", "at most 100"},
	{"a coupon for every period", "{coupon: {percent: 10, valid: 365d}}", "{coupon: {percent: 10, per: 10}}", "9:52", "tiers[0].remedy.coupon.per", "there is no such field", "there are amount, percent, valid"},
	{"custom without an activity", twentyFivePercent, `{custom: {queue: q, words: {en: a, pl: b}}}`, "10:38", "tiers[1].remedy.custom.activity", "this is missing", "name the activity"},
	{"custom without a queue", twentyFivePercent, `{custom: {activity: A, words: {en: a, pl: b}}}`, "10:38", "tiers[1].remedy.custom.queue", "this is missing", "task queue"},
	{"custom without words", twentyFivePercent, `{custom: {activity: A, queue: q}}`, "10:38", "tiers[1].remedy.custom.words", "this is missing", "the sentence"},
	{"custom with a space", twentyFivePercent, `{custom: {activity: Award Miles, queue: q, words: {en: a, pl: b}}}`, "10:49", "tiers[1].remedy.custom.activity", `"Award Miles" cannot be a name`, "AwardMiles"},
	{"custom words in one language too few", twentyFivePercent, `{custom: {activity: A, queue: q, words: {en: a}}}`, "10:69", "tiers[1].remedy.custom.words.pl", "this is missing: apology.text has the locale pl", "write the sentence"},
	{"custom words in a list of ways", twentyFivePercent, `[{custom: {activity: A, queue: q, words: {en: a}}}]`, "10:70", "tiers[1].remedy[0].custom.words.pl", "this is missing: apology.text has the locale pl", "write the sentence"},
	{"custom words that name nothing", twentyFivePercent, `{custom: {activity: A, queue: q, words: {en: "{{.Miles}}", pl: b}}}`, "10:77", "tiers[1].remedy.custom.words.en", "there is no .Miles", "there are .Amount"},
	{"custom with too much in it", twentyFivePercent, `{custom: {activity: A, queue: q, with: {a: [[[[[[1]]]]]]}, words: {en: a, pl: b}}}`, "10:77", "tiers[1].remedy.custom.with.a[0][0][0][0][0]", "this is nested too deeply", "what the activity needs"},
	{"custom and another way", twentyFivePercent, `[{custom: {activity: A, queue: q, words: {en: a, pl: b}}}, credit]`, "10:88", "tiers[1].remedy[1]", "a remedy of your own has no amount that could be given another way", "remove this"},
}

var mannerRefusals = []refusal{
	{"default of no text", "  receipt_within: 15m\n", "  default: de\n", "13:12", "apology.default", `there is no text in "de"`, "write one of en, pl"},
	{"quiet on another channel", "  receipt_within: 15m\n", "  quiet: {fax: \"21:00-08:00\"}\n", "13:11", "apology.quiet.fax", `"fax" is no channel of this play`, "one of its channels"},
	{"quiet at other hours", "  receipt_within: 15m\n", "  quiet: {sms: \"9pm-8am\"}\n", "13:16", "apology.quiet.sms", `"9pm-8am" are no hours`, "21:00-08:00"},
	{"quiet at no hours", "  receipt_within: 15m\n", "  quiet: {sms: [21, 8]}\n", "13:16", "apology.quiet.sms", "this is a list", "21:00-08:00"},
	{"at_most without a number", "  receipt_within: 15m\n", "  at_most: {within: 30d}\n", "13:12", "apology.at_most.apologies", "this is missing", "apologies: 2"},
	{"at_most without a time", "  receipt_within: 15m\n", "  at_most: {apologies: 2}\n", "13:12", "apology.at_most.within", "this is missing", "within: 30d"},
	{"at_most none", "  receipt_within: 15m\n", "  at_most: {apologies: 0, within: 30d}\n", "13:24", "apology.at_most.apologies", "this is 0", "from 1 on"},
	{"more in another language", "  receipt_within: 15m\n", "  more: {de: \"Mehr.\"}\n", "13:14", "apology.more.de", "there is no text in this locale, so nothing is added to it", "write one of en, pl"},
	{"more that names nothing", "  receipt_within: 15m\n", "  more: {en: \"{{.Mesure}}\"}\n", "13:17", "apology.more.en", "there is no .Mesure", "did you mean .Measure?"},
	{"more than a text message holds", "  receipt_within: 15m\n", "  more: {en: \"" + strings.Repeat("x", 1600) + "\"}\n", "13:14", "apology.more.en", "with a long name and amount this comes to 1613 characters", "1600"},
	{"a plural in English only", `pl: "{{.Customer.Name}}, {{.Measure}}. {{.Remedy}}"`, `pl: '{{plural "one" "x" "other" "y"}}'`, "17:12", "apology.text.pl", `"plural" cannot stand in words: this language needs the form few and many too`, "{{plural}}"},
}

var whenRefusals = []refusal{
	{"when nothing", holdLine, "when: \"\"\n", "6:7", "when", "this is empty", "attributes.ticket"},
	{"when true", holdLine, "when: true\n", "6:7", "when", "this is the same for all", "leave it out"},
	{"when a list", holdLine, "when: [a]\n", "6:7", "when", "this is a list", "attributes.ticket"},
	{"when another name", holdLine, "when: custmer.segment == \"gold\"\n", "6:7", "when", `there is no "custmer"`, "did you mean customer? there are attributes, customer.id"},
	{"when another name, further on", holdLine, "when: resolved || incidnt == \"x\"\n", "6:19", "when", `there is no "incidnt"`, "did you mean incident? there are attributes"},
	{"when a way to reach someone", holdLine, "when: customer.email != \"\"\n", "6:15", "when", `there is no field "email"`, "customer.segment"},
	{"when no truth", holdLine, "when: measures.delay_minutes + 1.0\n", "6:7", "when", "this is double, and not true or false", "attributes.ticket"},
	{"when a single equals sign", holdLine, "when: trigger = \"x\" || resolved\n", "6:15", "when", "a single = does not compare", "write =="},
	{"when an equals sign too many", holdLine, "when: trigger === \"x\"\n", "6:17", "when", "a single = does not compare", "write =="},
	{"when it breaks off", holdLine, "when: resolved &&\n", "6:18", "when", "this breaks off", "attributes.ticket"},
	{"when two kinds are compared", holdLine, "when: trigger > 3\n", "6:15", "when", "a text and a number cannot be compared", "write a number without quotes"},
	{"when lists lie in lists", holdLine, "when: attributes.a.exists(x, attributes.a.exists(y, attributes.a.exists(z, x == y)))\n", "6:7", "when", "this could take too long to answer", "without lists inside lists"},
	{"when texts grow", holdLine, "when: attributes.a.replace(\"a\", attributes.a) == \"\"\n", "6:7", "when", "replace writes texts that can grow without bound", "startsWith"},
	{"when a regular expression is reported", holdLine, "when: experience.matches(attributes.form)\n", "6:7", "when", "matches takes an expression that is written here, not one that is reported", "a short expression"},
	{"when a regular expression is long", holdLine, "when: experience.matches(\"(a{100}b{100}){5}\")\n", "6:7", "when", "this regular expression could take too long", "a short expression"},
	{"when very long", holdLine, "when: " + strings.Repeat("resolved || ", 400) + "resolved\n", "6:7", "when", "this has 4808 bytes", "at most 4096"},
	{"when very deep", holdLine, "when: " + strings.Repeat("(", 1000) + "resolved" + strings.Repeat(")", 1000) + "\n", "6:7", "when", "expression recursion limit exceeded: 250", "attributes.ticket"},
	{"when a regular expression is none", holdLine, "when: experience.matches(\"(\")\n", "6:7", "when", "error parsing regexp: missing closing ): `(`", "attributes.ticket"},
	{"when a regular expression is huge", holdLine, "when: experience.matches(\"(a{1000}){1000}\")\n", "6:7", "when", "error parsing regexp: invalid repeat count: `{1000}`", "attributes.ticket"},
	{"when it is folded", holdLine, "when: |\n  resolved ||\n  custmer\n", "6:7", "when", `there is no "custmer"`, "did you mean customer? there are attributes, customer.id"},
}

var languageRefusals = [][]refusal{settingRefusals, amountRefusals, mannerRefusals, whenRefusals, saidOtherwise}

func TestParsePlayRefusesInTheLanguage(t *testing.T) {
	for _, group := range languageRefusals {
		for _, c := range group {
			t.Run(c.name, func(t *testing.T) { c.check(t) })
		}
	}
}
