package main

import (
	"fmt"
	"strings"

	"makegood/internal/proof"
)

// lengths prints how many text messages the words of each play come to.
func (p *printer) lengths(plays []proof.Proof) {
	for _, play := range plays {
		fmt.Fprintf(p.out, "%s  %s\n", p.inked("1", fmt.Sprintf("%s, version %d", play.Play, play.Version)), p.inked("2", play.File))
		for _, length := range play.Locales {
			said := "by e-mail only"
			if length.SMS {
				said = fromTo(length.Shortest.Parts, length.Longest.Parts, "part", "parts") + " (" + fromTo(length.Shortest.Characters, length.Longest.Characters, "character", "characters") + ")"
				if len(length.Outside) > 0 {
					said += "; a part holds 70 and not 160 because of " + strings.Join(length.Outside, " ")
				}
			}
			if !length.Read {
				said += "; its words were not read: there is no list for its language"
			}
			fmt.Fprintf(p.out, "  %-6s %s\n", length.Locale, wrapped(said, p.across, 9))
		}
	}
	if len(plays) > 0 {
		fmt.Fprintln(p.out)
	}
}

func fromTo(least, most int, one, more string) string {
	if least == most {
		return number(most, one, more)
	}
	return fmt.Sprintf("%d to %d %s", least, most, more)
}
