package recovery_test

import (
	"testing"

	"pgregory.net/rapid"

	"makegood/recovery"
)

func TestNormalPhone(t *testing.T) {
	for number, want := range map[string]string{
		"+12025550143":        "+12025550143",
		"+1 202 555 0143":     "+12025550143",
		"+1 (202) 555-0143":   "+12025550143",
		"+447700900123":       "+447700900123", // kept for fiction, in no number plan
		"+44 7700 900 123":    "+447700900123",
		"":                    "",
		"12025550143":         "",
		"2025550143":          "",
		"0012025550143":       "",
		"+1202555":            "",
		"+120255501431":       "",
		"+999123456789":       "",
		"+44770090012":        "",
		"+12025550143x5":      "",
		"+12025550143;ext=5":  "",
		"+12025550143 office": "",
		"+1800FLOWERS":        "",
		"+12025550143,":       "",
		"tel:+12025550143":    "",
		"+12025550143\n":      "",
		" +12025550143":       "",
		"+":                   "",
		"++12025550143":       "",
		"+１２０２５５５０１４３":        "",
	} {
		got, err := recovery.NormalPhone(number)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: %q, %v; not %q", number, got, err, want)
		}
	}
}

// What comes out is E.164, and stays what it is.
func TestNormalPhoneIsNormal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.StringMatching(`\+(1[ .-]?\(?202\)?[ .-]?555[ .-]?01[0-9 ]{2}|44 ?\(?0?\)?7700 ?900[ -]?[0-9]{3}|[0-9 ().-]{0,20})`).Draw(t, "number")
		normal, err := recovery.NormalPhone(number)
		if err != nil {
			return
		}
		again, err := recovery.NormalPhone(normal)
		if err != nil || again != normal || len(normal) > 16 {
			t.Fatalf("%q, then %q, %v", normal, again, err)
		}
	})
}
