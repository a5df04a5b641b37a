package proof

import (
	"fmt"
	"strings"

	"makegood/recovery"
)

// plainly is what reads the same as a sign that no text message alphabet has.
var plainly = map[string]string{
	"’": "'", "‘": "'", "‚": "'", "“": `"`, "”": `"`, "„": `"`, "–": "-", "—": "-", "‑": "-", "…": "...", "\u00a0": "a space", "\u202f": "a space", "•": "-", "×": "x", "·": "-",
}

// costly remarks on signs that alone make the parts of a text shorter. Where the
// language's own letters do that too, nothing would be won.
func (r *reader) costly(length Length) {
	if len(length.Outside) == 0 || !length.SMS {
		return
	}
	for _, sign := range length.Outside {
		if plainly[sign] == "" {
			return
		}
	}
	text := written{"apology.text." + length.Locale, length.Locale, r.work.Play.Apology.Text[length.Locale]}
	for _, sign := range length.Outside {
		begins := strings.Index(text.text, sign)
		if begins < 0 {
			continue
		}
		_, gsm := recovery.SMSParts(strings.ReplaceAll(text.text, sign, ""))
		what := fmt.Sprintf("%q makes each part hold 70 characters and not 160", sign)
		if !gsm {
			what = fmt.Sprintf("%q is one of the signs that make each part hold 70 characters and not 160", sign)
		}
		r.in(text, begins, sign, Remark{Kind: Costly, What: what, Why: "each part is sent and billed as a message of its own", Mend: "write " + plainly[sign]})
	}
}
