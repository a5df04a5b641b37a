package proof

import "regexp"

var uses = regexp.MustCompile(`\{\{-?\s*(if\b)?[^}]*?\.Code\b[^}]*\}\}`)

// codes remarks on a code in a play that gives none. Where a text asks first whether
// there is one, nothing is left open.
func (r *reader) codes(text written) {
	if givesCoupons(r.work.Play) {
		return
	}
	for _, at := range uses.FindAllStringSubmatchIndex(text.text, -1) {
		if at[2] >= 0 {
			return
		}
		r.in(text, at[0], text.text[at[0]:at[1]], Remark{
			Kind: NoCode, What: "this becomes nothing: no tier of the play gives a coupon, nor does another way of one",
			Why:  "only a coupon has a code",
			Mend: "take it out, with the words around it; {{.Remedy}} says what was given",
		})
	}
}
