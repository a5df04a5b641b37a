package sendgrid

import (
	"encoding/json"
	"fmt"
	"net/mail"
	"strings"
)

const (
	mostPersonalizations = 1000
	mostCustomArgs       = 10_000 // bytes, of one personalization
)

// check finds what SendGrid would refuse, in SendGrid's words.
func (m *posted) check() (problems []problem) {
	bad := func(field, format string, args ...any) {
		problems = append(problems, refuse(0, field, fmt.Sprintf(format, args...)).Problems...)
	}
	switch {
	case m.From == nil || m.From.Email == "":
		bad("from.email", `The from object must be provided for every email send. It is an object that requires the email parameter, but may also contain a name parameter.  e.g. {"email" : "example@example.com"}  or {"email" : "example@example.com", "name" : "Example Recipient"}.`)
	case !plausible(m.From.Email):
		bad("from.email", "Does not contain a valid address.")
	}
	if n := len(m.Personalizations); n == 0 || n > mostPersonalizations {
		bad("personalizations", "The personalizations field is required and must have at least one personalization.")
	}
	for i, p := range m.Personalizations {
		p.check(fmt.Sprintf("personalizations.%d", i), bad)
		if m.Subject == "" && p.Subject == "" && m.TemplateID == "" {
			bad("subject", "The subject is required. You can get around this requirement if you use a template with a subject defined or if every personalization has a subject defined.")
			break
		}
	}
	m.checkContent(bad)
	if m.ASM != nil && m.ASM.GroupID <= 0 {
		bad("asm.group_id", "The asm group id is required and must be an integer.")
	}
	return problems
}

func (p *personalization) check(at string, bad func(field, format string, args ...any)) {
	if len(p.To) == 0 {
		bad(at+".to", "The to array is required for all personalization objects, and must have at least one email object with a valid email address.")
	}
	seen := map[string]bool{}
	for _, list := range []struct {
		name string
		of   []address
	}{{"to", p.To}, {"cc", p.Cc}, {"bcc", p.Bcc}} {
		for i, a := range list.of {
			field := fmt.Sprintf("%s.%s.%d.email", at, list.name, i)
			key := strings.ToLower(a.Email)
			switch {
			case !plausible(a.Email):
				bad(field, "Does not contain a valid address.")
			case seen[key]:
				bad(at, "Each email address in the personalization block should be unique between to, cc, and bcc. We found the first duplicate instance of [%s] in the %s field.", a.Email, field)
			}
			seen[key] = true
		}
	}
	if raw, _ := json.Marshal(p.CustomArgs); len(raw) > mostCustomArgs {
		bad(at+".custom_args", "The total length of custom arguments must be less than 10,000 bytes.")
	}
}

func (m *posted) checkContent(bad func(field, format string, args ...any)) {
	if len(m.Content) == 0 && m.TemplateID == "" {
		bad("content", "Unless a valid template_id is provided, the content parameter is required. There must be at least one defined content block. We typically suggest both text/plain and text/html blocks are included, but only one block is required.")
	}
	for i, c := range m.Content {
		if c.Type == "" {
			bad(fmt.Sprintf("content.%d.type", i), "The content type is required.")
		}
		if c.Value == "" {
			bad(fmt.Sprintf("content.%d.value", i), "The content value must be a string at least one character in length.")
		}
	}
}

func plausible(email string) bool {
	a, err := mail.ParseAddress(email)
	return err == nil && a.Address == email
}
