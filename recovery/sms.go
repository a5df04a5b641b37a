package recovery

import (
	"strings"
	"unicode/utf16"
)

// SMSLimit is the most characters a text message may have; Twilio refuses more
// (error 21617).
const SMSLimit = 1600

// SMSLength is how many characters a text message has, as Twilio counts them at
// most: one that lies outside the basic plane counts as two.
func SMSLength(text string) int { return len(utf16.Encode([]rune(text))) }

// The text message alphabet (GSM 03.38) and the characters that count twice in it.
const (
	gsmBasic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
		"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmTwice = "^{}\\[~]|€\f"
)

// SMSParts is how many messages a text is sent and billed as, and whether it fits
// the text message alphabet: 160 characters of it fit into one part and 153 into
// each of several; one character outside it makes that 70 and 67.
func SMSParts(text string) (parts int, gsm bool) {
	count, single, each := 0, 160, 153
	gsm = true
	for _, r := range text {
		switch {
		case strings.ContainsRune(gsmBasic, r):
			count++
		case strings.ContainsRune(gsmTwice, r):
			count += 2
		default:
			gsm = false
		}
	}
	if !gsm {
		count, single, each = SMSLength(text), 70, 67
	}
	if count <= single {
		return min(count, 1), gsm
	}
	return (count + each - 1) / each, gsm
}
