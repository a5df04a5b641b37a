package recovery_test

import (
	"errors"
	"strings"
	"testing"

	"makegood/recovery"
)

func TestCheckTemplateTakes(t *testing.T) {
	for _, text := range []string{
		"", "We are sorry.", "{{.Customer.Name}} {{.Attributes.flight}}", "{{- .Ref -}}", "{{/* a remark */}}",
		"{{if .Complained}}a{{else if eq .Customer.Segment `gold` \"silver\"}}b{{else}}c{{end}}",
		"{{if and .Complained (not .Attributes.gate)}}a{{end}}", "{{or .Customer.Name \"Hello\"}}", "{{if ne .Play \"x\"}}{{end}}",
		"{{`{{`}}", "a } b { c",
	} {
		if err := recovery.CheckTemplate("en", text); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestCheckTemplateRefuses(t *testing.T) {
	for _, c := range []struct {
		text  string
		near  string
		wrong string
	}{
		{"{{.Nmae}}", ".Nmae", "there is no .Nmae"},
		{"{{.Customer}}", ".Customer", "there is no .Customer"},
		{"{{.Customer.Phone}}", ".Customer.Phone", "there is no .Customer.Phone"},
		{"{{.Customer.Name.First}}", ".Customer.Name.First", "there is no .Customer.Name.First"},
		{"{{.Attributes}}", ".Attributes", "there is no .Attributes"},
		{"{{.Attributes.a.b}}", ".Attributes.a.b", "there is no .Attributes.a.b"},
		{"{{if .Complained}}x{{else}}{{.Nope}}{{end}}", ".Nope", "there is no .Nope"},
		{"{{.}}", ".", `"." cannot stand in words: it is no name and no text`},
		{"{{$}}", "$", `"$" cannot stand in words: it is no name and no text`},
		{"{{3}}", "3", `"3" cannot stand in words: it is no name and no text`},
		{"{{nil}}", "nil", `"nil" cannot stand in words: it is no name and no text`},
		{"{{.Complained}}", ".Complained", `".Complained" cannot stand in words: it is true or false, and would be printed so`},
		{"{{eq .Ref .Play}}", "eq .Ref .Play", `"eq .Ref .Play" cannot stand in words: it is true or false, and would be printed so`},
		{"{{if eq .Complained .Ref}}{{end}}", ".Complained", `".Complained" cannot stand in words: only texts can be compared`},
		{"{{if eq .Ref}}{{end}}", "eq", `"eq" cannot stand in words: it has the wrong number of arguments`},
		{"{{if not}}{{end}}", "not", `"not" cannot stand in words: it has the wrong number of arguments`},
		{"{{printf \"%999999999d\" 1}}", "printf", `"printf" cannot stand in words: there is no such function here`},
		{"{{call .Ref}}", "call", `"call" cannot stand in words: there is no such function here`},
		{"{{index .Attributes \"x\"}}", "index", `"index" cannot stand in words: there is no such function here`},
		{"{{.Ref | len}}", ".Ref | len", `".Ref | len" cannot stand in words: words have no pipes`},
		{"{{$x := .Ref}}", "$x := .Ref", `"$x := .Ref" cannot stand in words: words have no variables`},
		{"{{.Ref .Play}}", ".Ref .Play", `".Ref .Play" cannot stand in words: it takes no arguments`},
		{"{{(.Ref).x}}", "(.Ref).x", `"(.Ref).x" cannot stand in words: it is no name and no text`},
		{"{{range .Ref}}x{{end}}", "range", `"range" cannot stand in words: an apology has no lists`},
		{"{{with .Customer}}{{.Name}}{{end}}", "with", `"with" cannot stand in words: it changes what names mean`},
		{"{{template \"words\"}}", "template", `"template" cannot stand in words: there is no other template`},
		{"{{define \"x\"}}{{end}}", "define", `"define" cannot stand in words: words may not define templates of their own`},
		{"{{- block \"x\" .}}{{end}}", "block", `"block" cannot stand in words: words may not define templates of their own`},
		{"{{break}}", "", "{{break}} outside {{range}}"},
		{"a {{if .Ref}} {{if .Play}}b{{end}} {{.Ref}}", "{{if .Ref}}", "{{if .Ref}} is not closed"},
		{"{{.Ref", "{{.Ref", "{{.Ref is not closed"},
		{"{{if .Ref late", "{{if", "{{if is not closed"},
		{"{{.Ref late {{.Ref}}", "{{.Ref", "{{.Ref is not closed"},
		{"{{.Play}} {{.Ref} late {{.Ref}}", "{{.Ref}", "a brace is missing in {{.Ref}"},
		{"{{.Play}} {{or .Ref \"}}\"} late", "{{or .Ref \"}}\"}", "a brace is missing in {{or .Ref \"}}\"}"},
		{"{{.Ref}} {{ end }}", "{{ end }}", "this {{ end }} closes nothing"},
		{"{{if}}x{{end}}", "", "missing value for if"},
	} {
		err := recovery.CheckTemplate("en", c.text)
		var all recovery.TemplateErrors
		if !errors.As(err, &all) || len(all) != 1 {
			t.Errorf("%q: %v", c.text, err)
			continue
		}
		if got := all[0]; got.Wrong != c.wrong || got.Near != c.near || got.Right == "" {
			t.Errorf("%q: %+v, want %q near %q", c.text, *got, c.wrong, c.near)
		}
		if at := all[0].At; c.near != "" && !strings.HasPrefix(c.text[at:], c.near) {
			t.Errorf("%q: %q is not at %d", c.text, c.near, at)
		}
	}
}

func TestCheckTemplateSaysEverythingAtOnce(t *testing.T) {
	err := recovery.CheckTemplate("en", "{{.A}}\n{{.B}} {{html .Ref}}")
	var all recovery.TemplateErrors
	if !errors.As(err, &all) || len(all) != 3 {
		t.Fatal(err)
	}
	if !strings.Contains(all[0].Error(), "there is no .A; there are .Amount, .Attributes.NAME, .Code, .Complained, .Customer.ID, .Customer.Locale, .Customer.Name, .Customer.Segment, .Experience, .Incident, .Measure, .Play, .Ref, .Remedy") {
		t.Error(all[0])
	}
	if all[1].At != 9 {
		t.Errorf("the second is at %d", all[1].At)
	}
}

func TestCheckTemplateFindsTheLineOfWhatDoesNotParse(t *testing.T) {
	err := recovery.CheckTemplate("en", "one\ntwo\n{{.Ref}} {{if}}{{end}}")
	var all recovery.TemplateErrors
	if !errors.As(err, &all) || all[0].At != 8 {
		t.Errorf("%+v", all)
	}
}

// FuzzWords holds that a template that is taken renders for every telling.
func FuzzWords(f *testing.F) {
	f.Add("{{.Customer.Name}}, {{if .Complained}}{{.Attributes.x}}{{end}} {{.Remedy}}", "Ada", "pl-PL", "x")
	f.Add("{{if eq .Play \"x\"}}{{or .Code .Ref}}{{else}}{{and .Code .Ref}}{{end}}", "", "zz", "")
	f.Add("{{if not (and .Complained .Ref)}} , . {{end}}", " \xff", "ar-u-nu-latn", "\n")
	f.Fuzz(func(t *testing.T, text, name, locale, attribute string) {
		if recovery.CheckTemplate("en", text) != nil {
			return
		}
		play := sayingIn(map[string]string{"en": text, "ar": text})
		play.Apology.Subject = map[string]string{"en": text, "ar": text}
		telling := recovery.Telling{
			Customer: recovery.Customer{Name: name, Locale: locale}, Attributes: map[string]any{"x": attribute}, Value: 192,
			Debt: recovery.Debt{Kind: recovery.KindRefund, Money: recovery.Money{Amount: 1, Currency: "eur"}}, Progress: recovery.RemedyDone, Ref: "K7PX2QRS",
		}
		for _, telling.Complained = range []bool{false, true} {
			message, err := play.Words(telling)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(message.Text, telling.Ref) || !strings.Contains(message.Subject, telling.Ref) || strings.ContainsAny(message.Subject, "\r\n") {
				t.Errorf("%+v", message)
			}
			if again, _ := play.Words(telling); again != message {
				t.Errorf("%+v and then %+v", message, again)
			}
		}
	})
}
