package recovery

import (
	"errors"
	"regexp"
	"strings"

	"github.com/nyaruka/phonenumbers"
)

var (
	// Numbers that regulators keep for fiction, which number plans do not list:
	// Ofcom's 07700 900000 to 900999.
	fictional     = regexp.MustCompile(`^\+447700900\d{3}$`)
	international = regexp.MustCompile(`^\+[0-9][0-9 ().-]*$`)
	betweenDigits = strings.NewReplacer("+", "", " ", "", "(", "", ")", "", ".", "", "-", "")
	errNotPhone   = errors.New("not a phone number")
)

// NormalPhone is the number in E.164. It takes numbers in international form that
// a number plan knows, and those kept for fiction.
func NormalPhone(number string) (string, error) {
	if !international.MatchString(number) {
		return "", errNotPhone
	}
	parsed, err := phonenumbers.Parse(number, "")
	if err != nil || parsed.GetExtension() != "" {
		return "", errNotPhone
	}
	normal := phonenumbers.Format(parsed, phonenumbers.E164)
	if !phonenumbers.IsValidNumber(parsed) && !fictional.MatchString(normal) {
		return "", errNotPhone
	}
	return normal, nil
}

// Dialled is a number that Check has passed as providers take it, in E.164. What is no
// number stays as it is.
func Dialled(number string) string {
	if normal, err := NormalPhone(number); err == nil {
		return normal
	}
	return number
}

// looksLikePhone is about ids: "+12025550143", "202-555-0143" and "07700900123"
// do, "c-1042" and "20261121" do not.
func looksLikePhone(id string) bool {
	digits := betweenDigits.Replace(id)
	if len(digits) < 9 || len(digits) > 15 || strings.Trim(digits, "0123456789") != "" {
		return false
	}
	if strings.HasPrefix(id, "+") || strings.HasPrefix(digits, "0") {
		return true
	}
	if _, err := NormalPhone("+" + digits); err == nil {
		return true
	}
	_, err := NormalPhone("+1" + digits)
	return err == nil && len(digits) == 10
}
