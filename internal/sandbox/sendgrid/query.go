package sendgrid

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// condition is one comparison of a search of the logs.
type condition struct {
	field, operator string
	values          []string
	at              time.Time // of a comparison of times
}

// operators are what the logs know, by field. msg_id is the older name of
// sg_message_id; unlike it, it also takes the X-Message-Id that the id begins
// with.
var operators = map[string][]string{
	"sg_message_id":            {"="},
	"msg_id":                   {"="},
	"subject":                  {"="},
	"to_email":                 {"="},
	"from_email":               {"="},
	"status":                   {"IN", "="},
	"reason":                   {"="},
	"categories":               {"IN"},
	"sg_message_id_created_at": {">", "<", ">=", "<="},
}

// parseQuery reads conditions joined with AND:
//
//	to_email = 'ada@example.com' AND sg_message_id_created_at > TIMESTAMP "2026-11-21T18:00:00Z"
func parseQuery(query string) ([]condition, error) {
	tokens, err := tokens(query)
	if err != nil || len(tokens) == 0 {
		return nil, err
	}
	p := &parser{tokens: tokens}
	var out []condition
	for {
		c, err := p.condition()
		if err != nil {
			return nil, err
		}
		out = append(out, c)
		if p.done() {
			return out, nil
		}
		if t := p.next(); t.quoted || !strings.EqualFold(t.text, "AND") {
			return nil, fmt.Errorf("expected AND, found %q", t.text)
		}
	}
}

type token struct {
	text   string
	quoted bool
}

// tokens cuts a query into words, operators, parentheses and quoted strings. A
// quote within a quoted string is doubled or has a backslash before it.
func tokens(s string) (out []token, err error) {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i++
		case c == '\'' || c == '"':
			text, n, err := quoted(s[i:])
			if err != nil {
				return nil, err
			}
			out, i = append(out, token{text, true}), i+n
		case strings.IndexByte("(),", c) >= 0:
			out, i = append(out, token{text: string(c)}), i+1
		case strings.IndexByte("<>=!", c) >= 0:
			n := 1
			if i+1 < len(s) && s[i+1] == '=' {
				n = 2
			}
			out, i = append(out, token{text: s[i : i+n]}), i+n
		default:
			n := strings.IndexAny(s[i:], " \t\n\r'\"(),<>=!")
			if n < 0 {
				n = len(s) - i
			}
			out, i = append(out, token{text: s[i : i+n]}), i+n
		}
	}
	return out, nil
}

func quoted(s string) (text string, n int, err error) {
	var b strings.Builder
	quote := s[0]
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\' && i+1 < len(s) && (s[i+1] == quote || s[i+1] == '\\'),
			s[i] == quote && i+1 < len(s) && s[i+1] == quote:
			i++
			b.WriteByte(s[i])
		case s[i] == quote:
			return b.String(), i + 1, nil
		default:
			b.WriteByte(s[i])
		}
	}
	return "", 0, fmt.Errorf("the quote in %s is never closed", s)
}

type parser struct {
	tokens []token
	at     int
}

func (p *parser) done() bool { return p.at >= len(p.tokens) }

func (p *parser) next() token {
	if p.done() {
		return token{}
	}
	p.at++
	return p.tokens[p.at-1]
}

func (p *parser) condition() (condition, error) {
	field := p.next().text
	allowed, ok := operators[field]
	if !ok {
		return condition{}, fmt.Errorf("unknown field %q", field)
	}
	c := condition{field: field, operator: strings.ToUpper(p.next().text)}
	if !slices.Contains(allowed, c.operator) {
		return condition{}, fmt.Errorf("%s cannot be compared with %q, only with %s", field, c.operator, strings.Join(allowed, ", "))
	}
	if c.operator == "IN" {
		err := p.list(&c)
		return c, err
	}
	value := p.next()
	if strings.EqualFold(value.text, "TIMESTAMP") && !value.quoted {
		value = p.next()
	}
	if !value.quoted {
		return condition{}, fmt.Errorf("the value of %s needs quotes", field)
	}
	c.values = []string{value.text}
	if field != "sg_message_id_created_at" {
		return c, nil
	}
	at, err := time.Parse(time.RFC3339, value.text)
	if err != nil {
		return condition{}, fmt.Errorf("%q is no time such as 2026-11-21T18:00:00Z", value.text)
	}
	c.at = at
	return c, nil
}

func (p *parser) list(c *condition) error {
	if p.next().text != "(" {
		return fmt.Errorf("IN needs a list in parentheses")
	}
	for {
		value := p.next()
		if !value.quoted {
			return fmt.Errorf("the values of %s need quotes", c.field)
		}
		c.values = append(c.values, value.text)
		switch sep := p.next(); {
		case sep.text == ")" && !sep.quoted:
			return nil
		case sep.text != "," || sep.quoted:
			return fmt.Errorf("the list of %s is never closed", c.field)
		}
	}
}
