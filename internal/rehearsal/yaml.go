package rehearsal

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
)

// plain is what YAML takes for a text, or a number, without quotes, everywhere.
var plain = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_.%+-]*( [A-Za-z0-9_.%+-]+)*$`)

// quoted writes a text as YAML in one line.
func quoted(text string) string {
	switch strings.ToLower(text) {
	case "true", "false", "yes", "no", "on", "off", "null":
	default:
		if plain.MatchString(text) && len(text) <= 40 {
			return text
		}
	}
	var out bytes.Buffer
	encoder := json.NewEncoder(&out) // JSON's texts are YAML's
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		return `""`
	}
	return strings.TrimSpace(out.String())
}
