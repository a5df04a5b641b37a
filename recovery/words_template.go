package recovery

import (
	"fmt"
	"regexp"
	"strings"
	"text/template"
	"text/template/parse"
)

// TemplateError is one thing that is wrong with a template of a play.
type TemplateError struct {
	At    int      // the byte of the text at which it begins
	Near  string   // the piece of the text that is wrong; may be empty
	Wrong string   // what is wrong
	Right string   // what would be right
	Among []string // where a name does not exist: those that do
}

// Error says the problem in one line.
func (e *TemplateError) Error() string { return e.Wrong + "; " + e.Right }

// TemplateErrors is everything that is wrong with a template, not only the first.
type TemplateErrors []*TemplateError

// Error says each problem, joined by semicolons.
func (es TemplateErrors) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "; ")
}

// maxTemplate bounds what one text can ask of whoever renders it, in bytes.
const maxTemplate = 16 << 10

// CheckTemplate says everything that is wrong with a text of a play in a locale: it
// does not parse, it uses what words may not use, it names what does not exist, or it
// lacks a form of the plural. It returns TemplateErrors, or nil. What it accepts renders
// for every telling.
func CheckTemplate(locale, text string) error {
	compiled, err := compile(locale, text)
	if err != nil {
		return err
	}
	for _, complained := range []bool{false, true} {
		sample := said{Attributes: map[string]string{}, Complained: complained}
		compiled.Funcs(template.FuncMap{"plural": mannerOf(locale, locale).plural(1)})
		if err := compiled.Execute(&strings.Builder{}, sample); err != nil {
			return TemplateErrors{{Wrong: "this does not render: " + err.Error(), Right: "write it more plainly"}}
		}
	}
	return nil
}

func render(text string, data said, plural func(...string) string) (string, error) {
	compiled, err := compile("", text)
	if err != nil {
		return "", err
	}
	compiled.Funcs(template.FuncMap{"plural": plural})
	var out strings.Builder
	if err := compiled.Execute(&out, data); err != nil {
		return "", err
	}
	return out.String(), nil
}

const templateName = "words"

// definition is a template that defines another, which could call itself for ever.
var definition = regexp.MustCompile(`\{\{-?\s*(define|block)\b`)

// compile checks the forms of the plural only where it knows the locale.
func compile(locale, text string) (*template.Template, error) {
	if len(text) > maxTemplate {
		return nil, TemplateErrors{{Wrong: fmt.Sprintf("this has %d bytes", len(text)), Right: fmt.Sprintf("write at most %d", maxTemplate)}}
	}
	if found := definition.FindStringSubmatchIndex(text); found != nil {
		return nil, TemplateErrors{refusal(text, found[2], text[found[2]:found[3]], "words may not define templates of their own")}
	}
	tree := parse.New(templateName)
	tree.Mode = parse.SkipFuncCheck // the check below names what is wrong with a function
	if _, err := tree.Parse(text, "", "", map[string]*parse.Tree{}); err != nil {
		return nil, TemplateErrors{unparsed(text, err)}
	}
	check := templateCheck{text: text, locale: locale}
	check.list(tree.Root)
	if len(check.wrong) > 0 {
		return nil, check.wrong
	}
	unset := template.FuncMap{"plural": func(...string) string { return "" }}
	return template.New(templateName).Option("missingkey=zero").Funcs(unset).AddParseTree(templateName, tree)
}

func refusal(text string, at int, near, why string) *TemplateError {
	return &TemplateError{
		At: at, Near: near, Wrong: fmt.Sprintf("%q cannot stand in words: %s", near, why),
		Right: "use names such as {{.Ref}}, {{if}} with and, or, not, eq, ne, and {{plural}}",
	}
}
