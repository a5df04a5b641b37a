package proof

import (
	"slices"

	"makegood/recovery"
)

// Length is how long the words of one locale come to.
type Length struct {
	Locale   string   `json:"locale"`
	SMS      bool     `json:"sms"`  // it goes out as a text message
	Read     bool     `json:"read"` // there is a table of words for its language
	Shortest Parts    `json:"shortest"`
	Longest  Parts    `json:"longest"`
	Outside  []string `json:"outside,omitempty"` // the characters that no text message alphabet has, each once, in the order of the words
}

// Parts is one message as a text message.
type Parts struct {
	Characters int `json:"characters"`
	Parts      int `json:"parts"` // as which it is sent and billed
}

func lengthOf(play *recovery.Play, locale string) (Length, error) {
	shortest, err := play.Shortest(locale)
	if err != nil {
		return Length{}, err
	}
	longest, err := play.Longest(locale)
	if err != nil {
		return Length{}, err
	}
	length := Length{Locale: locale, SMS: goesBy(play, recovery.SMS), Shortest: partsOf(shortest.Text), Longest: partsOf(longest.Text)}
	_, length.Read = tableFor(locale)
	for _, r := range longest.Text + shortest.Text {
		if _, gsm := recovery.SMSParts(string(r)); !gsm && !slices.Contains(length.Outside, string(r)) {
			length.Outside = append(length.Outside, string(r))
		}
	}
	return length, nil
}

func partsOf(text string) Parts {
	parts, _ := recovery.SMSParts(text)
	return Parts{Characters: recovery.SMSLength(text), Parts: parts}
}
