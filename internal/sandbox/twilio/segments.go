package twilio

import (
	"strings"
	"unicode/utf16"
)

const (
	gsm7   = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	twoGSM = "^{}\\[~]|€" // count twice
)

// segments is in how many parts a body is sent: 160 characters of GSM-7 or 70
// of UCS-2 in one, 153 or 67 in each of several.
func segments(body string) int {
	units := 0
	for _, r := range body {
		switch {
		case strings.ContainsRune(gsm7, r):
			units++
		case strings.ContainsRune(twoGSM, r):
			units += 2
		default:
			return parts(len(utf16.Encode([]rune(body))), 70, 67)
		}
	}
	return parts(units, 160, 153)
}

func parts(units, one, each int) int {
	if units <= one {
		return 1
	}
	return (units + each - 1) / each
}
