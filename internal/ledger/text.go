package ledger

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// clean is free text that both databases take. Providers' words come from
// outside; a stray byte must not keep a receipt out of the ledger.
func clean(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
}

// checkName refuses what cannot name a row.
func checkName(what, name string) error {
	switch {
	case name == "":
		return fmt.Errorf("%w: the %s is empty", ErrNotKept, what)
	case !utf8.ValidString(name) || strings.ContainsRune(name, 0):
		return fmt.Errorf("%w: the %s %q is not text", ErrNotKept, what, name)
	}
	return nil
}
