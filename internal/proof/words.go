package proof

import "fmt"

// What research and the law say (facts that docs/plays.md gives the sources of).
const (
	whyPromises = "a promise to do better does worse than silence when it fails again (Uber, 1.5 million late riders)"
	whySells    = "words that sell turn a service message into marketing, which needs consent (UK PECR)"
)

// words remarks on what a text says that an apology should not.
func (r *reader) words(text written) {
	found, known := tableFor(text.locale)
	if !known {
		return
	}
	all := tokens(text.text)
	for _, look := range []struct {
		list   list
		remark Remark
		says   string
	}{
		{found.promises, Remark{Kind: Promises, Why: whyPromises, Mend: "say what happened and what was given, and promise nothing"}, "promises to do better"},
		{found.sells, Remark{Kind: Sells, Why: whySells, Mend: "call what is given compensation: {{.Remedy}} does; take the rest out"}, "sells"},
	} {
		for _, hit := range look.list.find(all) {
			begins, ends := all[hit.from].begin, all[hit.to-1].end
			piece := text.text[begins:ends]
			remark := look.remark
			remark.What = fmt.Sprintf("%q %s", piece, look.says)
			r.in(text, begins, piece, remark)
		}
	}
}
