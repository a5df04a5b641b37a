package proof

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"makegood/recovery"
)

// play remarks on what the play as a whole lacks.
func (r *reader) play() {
	if r.work.Play.Monitor == nil {
		r.at("play", Remark{
			Kind: NoMonitor, What: "this does not say where its trigger comes from",
			Why:  "what nobody monitors cannot be promised: a feed that falls silent looks like a good day",
			Mend: "write monitor: {from: ops feed of arrivals, silent_after: 6h}",
		})
	}
	if !goesBy(r.work.Play, recovery.Email) {
		r.at("apology.channels", Remark{
			Kind: OneWay, What: "the words cannot go by e-mail",
			Why:  "where a text does not arrive, nothing but a person is left to say sorry",
			Mend: "write channels: [sms, email], and a subject for each locale",
		})
	}
}

var named = regexp.MustCompile(`\.[A-Z]\w*(?:\.\w+)*`)

// namesIn is the names that a text uses, each once, sorted.
func namesIn(text string) []string {
	var names []string
	for _, braced := range action.FindAllString(text, -1) {
		names = append(names, named.FindAllString(braced, -1)...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// leftOut remarks on texts that leave out what the texts of other locales say, and
// on those that do not say what was given.
func (r *reader) leftOut() {
	texts := r.work.Play.Apology.Text
	locales := slices.Sorted(maps.Keys(texts))
	for _, locale := range locales {
		path, own := "apology.text."+locale, namesIn(texts[locale])
		if !slices.Contains(own, ".Remedy") && !slices.Contains(own, ".Amount") {
			r.at(path, Remark{
				Kind: LeftOut, What: "this does not say what was given",
				Why:  "money beats words: words that do not speak of it do little (Uber, 1.5 million late riders)",
				Mend: "write {{.Remedy}}, a whole sentence in the customer's language",
			})
		}
		var missing []string
		where := ""
		for _, other := range locales {
			for _, name := range namesIn(texts[other]) {
				if name == ".Ref" || name == ".Remedy" || name == ".Amount" || slices.Contains(own, name) || slices.Contains(missing, name) {
					continue // the reference is added by itself, and of the other two either will do
				}
				missing = append(missing, name)
				where = other
			}
		}
		if len(missing) > 0 {
			r.at(path, Remark{
				Kind: LeftOut, What: "this leaves out " + strings.Join(missing, ", ") + ", which " + where + " says",
				Why:  "customers are owed the same words in every language",
				Mend: "write it here too, or take it out there",
			})
		}
	}
}
