package recovery

// textFor is the play's text in a locale: its apology, or what is said when more is
// given than the customer was told of. Where the play has no words for that, they are
// ours.
func (p *Play) textFor(locale string, more bool) string {
	if !more {
		return p.Apology.Text[locale]
	}
	if own, written := p.Apology.More[locale]; written {
		return own
	}
	return "{{if .Customer.Name}}{{.Customer.Name}}: {{end}}" + phrasesIn(locale).more + " {{.Remedy}} Ref {{.Ref}}"
}
