package config_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"makegood/config"
)

// schemaOf is a schema as a validator has it.
func schemaOf(t *testing.T, kind string) *jsonschema.Schema {
	t.Helper()
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("schema.json", schemaDocument(t, kind)); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

func schemaDocument(t *testing.T, kind string) any {
	t.Helper()
	data, known := config.Schema(kind)
	if !known {
		t.Fatalf("there is no schema of %s", kind)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// fits is what a schema says of a YAML file.
func fits(t *testing.T, schema *jsonschema.Schema, text string) error {
	t.Helper()
	data, err := yaml.YAMLToJSON([]byte(text))
	if err != nil {
		t.Fatalf("%v:\n%s", err, text)
	}
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(document)
}

// soundRemedies are remedies, each for the second tier of the play in which nothing
// is wrong.
var soundRemedies = []string{
	"{refund: {amount: 5 EUR}}", "{refund: {greater_of: {amount: 5.00 EUR, percent: 10}, at_most: 9.00 EUR}}", "{credit: {percent: 12.5}}",
	"[{refund: {percent: 25}}, credit, coupon]", "[{refund: {percent: 25}}, {coupon: {valid: 30d}}]", "{refund: {amount: 1.00 EUR, per: 60, after: 120, counted: started}}",
	"{coupon: {amount: [{valid_from: 2026-04-01, amount: 5.00 EUR}], valid: 30d}}", "{custom: {activity: AwardMiles, queue: loyalty, with: {miles: 500, to: [a, {b: true}]}, words: {en: \"Miles.\", pl: \"Mile.\"}}}",
	"{refund: {sum: [{amount: 40.00 GBP}, {amount: 10.00 GBP, per: 60}]}}",
}

// Whatever the reader accepts fits the schema.
func TestSoundPlaysFitTheSchema(t *testing.T) {
	schema := schemaOf(t, "play")
	plays := map[string]string{"sound": sound, "fullest": fullest}
	for _, remedy := range soundRemedies {
		plays[remedy] = strings.Replace(sound, "{refund: {percent: 25}}", remedy, 1)
	}
	for what, change := range map[string][2]string{
		"no e-mail":       {"channels: [sms, email]", "channels: [sms]"},
		"occurrences":     {"measure: delay_minutes\nhold: 10m\n", "measure: occurrences\nwithin: 24h\n"},
		"many recoveries": {"hold: 10m", "fix_when: {recoveries: 100, within: 1d}"},
		"one budget":      {"hold: 10m", "budget: {per_day: 500.00 EUR}"},
		"no hold":         {"hold: 10m", "hold: 0s"},
		"hold zero":       {"hold: 10m", "hold: 0"},
		"top up":          {"hold: 10m", "top_up: true"},
		"a locale":        {`{en: "Sorry", pl: "Przepraszamy"}`, `{en: "Sorry", pl: "Przepraszamy", zh-Hant-TW: "x"}`},
	} {
		plays[what] = strings.Replace(sound, change[0], change[1], 1)
	}
	plays["a locale"] = strings.Replace(plays["a locale"], "  text:\n", "  text:\n    zh-Hant-TW: \"{{.Remedy}}\"\n", 1)
	files, err := fs.Glob(config.Shipped(), "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		if name == config.JourneyFile || strings.HasSuffix(name, ".test.yaml") {
			continue
		}
		data, err := fs.ReadFile(config.Shipped(), name)
		if err != nil {
			t.Fatal(err)
		}
		plays[name] = string(data)
	}
	for name, text := range plays {
		if _, err := config.ParsePlay(name, []byte(text)); err != nil {
			t.Errorf("the reader refuses it: %v", err)
		}
		if err := fits(t, schema, text); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What only the reader can refuse: what hangs on another field's value, on what a text
// says, or on how the YAML is written.
var onlyTheReader = []string{
	"endless", "a name twice", "a locale twice", "equal", "descending", "five decimals", "unknown currency", "too many decimals", "decimals where there are none", "too much", "a unit that cannot be moved",
	"suppress too long", "valid too long", "holds past its close", "within longer than it is watched", "never open that long", "unknown name", "no subject for a locale", "no text for a locale",
	"a locale in capitals", "too long for a text message", "two documents", "not UTF-8", "a control character", "too large", "too many words", "a brace too few", "indentation", "a tab", "when a single equals", "when an equals sign", "nested too deeply",
	"an alias of nothing", "a tag", "a merge", "a mapping for a name", "a directive", "no template", "a loop", "a definition", "a function", "a way to reach someone",
	"clock another zone", "half a working day", "budget twice", "sum in two currencies", "at most in another currency", "per a duration for a number", "per a number for a duration", "until before after", "growing, and settled at once",
	"nothing where it is met", "no period is over", "rows out of order", "rows of a day", "rows in two currencies", "custom words", "custom with too much", "default of no text", "more ", "a plural in English only",
	"when another name", "when a way", "when no truth", "when it", "when two kinds", "when lists", "when texts", "when a regular expression", "when very deep",
}

// What the reader refuses the schema refuses too, save what only the reader can.
func TestWrongPlaysDoNotFitTheSchema(t *testing.T) {
	schema := schemaOf(t, "play")
	refused := 0
	for _, group := range [][]refusal{fieldRefusals, tierRefusals, remedyRefusals, timeRefusals, wordRefusals, yamlRefusals, settingRefusals, amountRefusals, mannerRefusals, whenRefusals} {
		for _, c := range group {
			if slices.ContainsFunc(onlyTheReader, func(name string) bool { return strings.HasPrefix(c.name, name) }) {
				continue
			}
			text := c.new
			if c.old != "" {
				text = strings.Replace(sound, c.old, c.new, 1)
			}
			if fits(t, schema, text) == nil {
				t.Errorf("%s: the schema takes\n%s", c.name, text)
			}
			refused++
		}
	}
	if refused < 120 {
		t.Errorf("only %d were looked at", refused)
	}
	for change, old := range map[string]string{
		"settle: later": "hold: 10m", "settle: resolved\ntop_up: true": "hold: 10m", "settle: resolved\nhold: 5m": "hold: 10m", "once_per: day": "hold: 10m", "exempt: {}": "hold: 10m", "exempt: {cause: []}": "hold: 10m",
		"clock: {days: working}": "hold: 10m", "clock: {days: sometimes}": "hold: 10m", "as_of: 2026-13-01": "hold: 10m", "as_of: yesterday": "hold: 10m", "budget: {}": "hold: 10m", "budget: {per_day: []}": "hold: 10m", "monitor: {from: x}": "hold: 10m",
		"fix_when: {within: 1d}": "hold: 10m", "fix_when: {percent: 5, recoveries: 5, within: 1d}": "hold: 10m", "fix_when: {recoveries: 5, at_least: 1, within: 1d}": "hold: 10m", "when: [a]": "hold: 10m",
		"receipt_within: 15m\n  quiet: {sms: nights}": "receipt_within: 15m", "receipt_within: 15m\n  quiet: {fax: \"21:00-08:00\"}": "receipt_within: 15m", "receipt_within: 15m\n  at_most: {apologies: 0, within: 1d}": "receipt_within: 15m",
		"{refund: {amount: 5.00EUR}}": "{refund: {percent: 25}}", "{refund: {amount: ten 5 EUR}}": "{refund: {percent: 25}}", "{refund: {amount: 5.00 EURO}}": "{refund: {percent: 25}}",
		"{refund: {sum: []}}": "{refund: {percent: 25}}", "{refund: {percent: 25, after: 60}}": "{refund: {percent: 25}}", "{refund: {greater_of: {amount: 5.00 EUR}}}": "{refund: {percent: 25}}", "[{coupon: {percent: 5}}, credit]": "{refund: {percent: 25}}",
		"[{refund: {percent: 25}}, cash]": "{refund: {percent: 25}}", "[]": "{refund: {percent: 25}}", "{refund: {amount: []}}": "{refund: {percent: 25}}", "{custom: {activity: A, words: {en: x}}}": "{refund: {percent: 25}}",
		"{custom: {activity: 7 up, queue: q, words: {en: x}}}": "{refund: {percent: 25}}", "{refund: {sum: [{amount: 1.00 EUR}], per: 60}}": "{refund: {percent: 25}}", "{refund: {percent: 25, counted: begun, per: 60}}": "{refund: {percent: 25}}",
		"{refund: {sum: [{sum: [{percent: 5}]}]}}": "{refund: {percent: 25}}",
	} {
		text := strings.Replace(sound, old, change, 1)
		if _, err := config.ParsePlay("x.yaml", []byte(text)); err == nil {
			t.Errorf("the reader takes %s", change)
		}
		if fits(t, schema, text) == nil {
			t.Errorf("the schema takes %s", change)
		}
	}
}

// stray is a field that no mapping has.
const stray = "zzzzzzzzzzzz"

// levels are the mappings of a play: a play with a stray field in each, and where the
// schema describes it.
var levels = []struct{ at, old, new string }{
	{"", "play: late-flight", stray + ": 1\nplay: late-flight"},
	{"properties/clock", "hold: 10m", "clock: {" + stray + ": 1}"},
	{"properties/budget", "hold: 10m", "budget: {per_day: 5.00 EUR, " + stray + ": 1}"},
	{"properties/monitor", "hold: 10m", "monitor: {from: x, silent_after: 1d, " + stray + ": 1}"},
	{"properties/fix_when", "hold: 10m", "fix_when: {recoveries: 5, within: 1d, " + stray + ": 1}"},
	{"properties/surveys", "{suppress: 90d}", "{" + stray + ": 1}"},
	{"$defs/apology", "receipt_within: 15m", stray + ": 1"},
	{"$defs/apology/properties/at_most", "receipt_within: 15m", "at_most: {apologies: 1, within: 1d, " + stray + ": 1}"},
	{"$defs/tier", "{at_least: 180,", "{at_least: 180, " + stray + ": 1,"},
	{"$defs/remedy", "{refund: {percent: 25}}", "{" + stray + ": 1}"},
	{"$defs/remedy/properties/refund", "{percent: 25}", "{percent: 25, " + stray + ": 1}"},
	{"$defs/remedy/properties/refund/properties/greater_of", "{percent: 25}", "{greater_of: {percent: 25, amount: 5.00 EUR, " + stray + ": 1}}"},
	{"$defs/remedy/properties/credit", "{refund: {percent: 25}}", "{credit: {percent: 25, " + stray + ": 1}}"},
	{"$defs/remedy/properties/credit/properties/greater_of", "{refund: {percent: 25}}", "{credit: {greater_of: {percent: 25, amount: 5.00 EUR, " + stray + ": 1}}}"},
	{"$defs/remedy/properties/coupon", "valid: 365d", stray + ": 1"},
	{"$defs/remedy/properties/custom", "{refund: {percent: 25}}", "{custom: {activity: A, queue: q, words: {en: x}, " + stray + ": 1}}"},
	{"$defs/part", "{percent: 25}", "{sum: [{percent: 25, " + stray + ": 1}]}"},
	{"$defs/part/properties/greater_of", "{percent: 25}", "{sum: [{greater_of: {percent: 25, amount: 5.00 EUR, " + stray + ": 1}}]}"},
	{"$defs/flat/then/items", "{percent: 25}", "{amount: [{valid_from: 2026-04-01, amount: 5.00 EUR, " + stray + ": 1}]}"},
	{"$defs/way/then", "{refund: {percent: 25}}", "[{refund: {percent: 25}}, {" + stray + ": 1}]"},
	{"$defs/way/then/properties/coupon", "{refund: {percent: 25}}", "[{refund: {percent: 25}}, {coupon: {" + stray + ": 1}}]"},
}

// The schema has the fields that the reader has, at each level, and every level of
// the schema is one of the reader's: what the reader says of a stray field names them.
func TestTheSchemaHasTheReadersFields(t *testing.T) {
	schema := schemaDocument(t, "play")
	described := map[string][]string{}
	describes(schema, "", described)
	for _, level := range levels {
		if strings.Count(sound, level.old) != 1 {
			t.Fatalf("%q does not stand once in the sound play", level.old)
		}
		_, err := config.ParsePlay("x.yaml", []byte(strings.Replace(sound, level.old, level.new, 1)))
		want := namedBy(t, err)
		if diff := cmp.Diff(want, described[level.at]); diff != "" {
			t.Errorf("%q: the reader has -, the schema +\n%s", level.at, diff)
		}
		delete(described, level.at)
	}
	if len(described) > 0 {
		t.Errorf("the schema has levels that no play was tried at: %q", slices.Sorted(maps.Keys(described)))
	}
}

// The journey's schema is held to its reader in the same way.
func TestTheJourneysSchemaIsTheReaders(t *testing.T) {
	schema, described := schemaOf(t, "journey"), map[string][]string{}
	describes(schemaDocument(t, "journey"), "", described)
	for at, change := range map[string][2]string{
		"":                        {"journey: A flight", stray + ": 1\njourney: A flight"},
		"properties/stages/items": {"stage: Afterwards", stray + ": 1\n    stage: Afterwards"},
		"properties/stages/items/properties/failures/items":                    {"{name: No mail", "{" + stray + ": 1, name: No mail"},
		"properties/stages/items/properties/failures/items/properties/monitor": {"silent_after: 6h", "silent_after: 6h, " + stray + ": 1"},
	} {
		_, err := config.ParseJourney("x.yaml", []byte(strings.Replace(soundJourney, change[0], change[1], 1)))
		if diff := cmp.Diff(namedBy(t, err), described[at]); diff != "" {
			t.Errorf("%q: %s", at, diff)
		}
		delete(described, at)
	}
	if len(described) > 0 {
		t.Errorf("levels that no journey was tried at: %q", described)
	}
	shippedJourney, err := fs.ReadFile(config.Shipped(), config.JourneyFile)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{soundJourney, string(shippedJourney)} {
		if err := fits(t, schema, text); err != nil {
			t.Error(err)
		}
	}
	for _, change := range [][2]string{{"name: No mail", "name: [No mail]"}, {"payment.doubled", "Payment doubled"}, {"fixed_on_the_spot: true", "fixed_on_the_spot: [a]"}, {"journey: A flight\n", ""}, {"name: It lands late, ", ""}, {"trigger: wifi.down, ", ""}, {"silent_after: 6h", "silent_after: 0h"}, {", silent_after: 6h", ""}, {"from: the aerials", "from: \" \""}} {
		text := strings.Replace(soundJourney, change[0], change[1], 1)
		if _, err := config.ParseJourney("x.yaml", []byte(text)); err == nil || fits(t, schema, text) == nil {
			t.Errorf("%q is taken", change[1])
		}
	}
}

// namedBy is the fields that the reader names when it refuses the stray one.
func namedBy(t *testing.T, err error) []string {
	t.Helper()
	var all config.Errors
	errors.As(err, &all)
	for _, one := range all {
		if _, names, found := strings.Cut(one.Right, "there are "); found && strings.HasSuffix(one.Field, stray) {
			return strings.Split(names, ", ")
		}
	}
	t.Fatalf("the reader takes a stray field: %v", err)
	return nil
}

// describes collects the fields of every closed mapping of a schema, by its place, and
// holds that each says what it is for.
func describes(node any, at string, into map[string][]string) {
	switch known := node.(type) {
	case map[string]any:
		if fields, has := known["properties"].(map[string]any); has && known["additionalProperties"] == false {
			into[at] = slices.Sorted(maps.Keys(fields))
		}
		for name, part := range known {
			describes(part, strings.TrimPrefix(at+"/"+name, "/"), into)
		}
	case []any:
		for i, part := range known {
			describes(part, fmt.Sprintf("%s/%d", at, i), into)
		}
	}
}

// conditional is where a schema says when something else is asked for.
var conditional = regexp.MustCompile(`/(if|then|else|not)(/|$)`)

// Each field is described for the author who writes it, at its own place or where its
// form is defined.
//
// A condition only asks for what is described where it is meant.
func TestEveryFieldIsDescribed(t *testing.T) {
	for _, kind := range config.Schemas() {
		root := schemaDocument(t, kind).(map[string]any)
		var look func(node any, at string)
		look = func(node any, at string) {
			object, is := node.(map[string]any)
			if !is {
				if list, is := node.([]any); is {
					for i, part := range list {
						look(part, fmt.Sprintf("%s/%d", at, i))
					}
				}
				return
			}
			if fields, has := object["properties"].(map[string]any); has && (object["additionalProperties"] == false || !conditional.MatchString(at)) {
				for name, field := range fields {
					described := field.(map[string]any)["description"]
					if reference, is := field.(map[string]any)["$ref"].(string); is && described == nil {
						described = root["$defs"].(map[string]any)[strings.TrimPrefix(reference, "#/$defs/")].(map[string]any)["description"]
					}
					if described == nil {
						t.Errorf("%s: %s/%s is not described", kind, at, name)
					}
				}
			}
			for name, part := range object {
				look(part, at+"/"+name)
			}
		}
		look(root, "")
		var again bytes.Buffer
		data, _ := config.Schema(kind)
		if err := json.Compact(&again, data); err != nil {
			t.Error(err)
		}
	}
	if _, known := config.Schema("../schemas/play"); known {
		t.Error("a path leads to a schema")
	}
}

// A default that the schema names is the reader's: a play that writes it out is the
// play that leaves it out.
func TestTheSchemasDefaultsAreTheReaders(t *testing.T) {
	root := schemaDocument(t, "play")
	bare := strings.NewReplacer("hold: 10m\n", "", "close_after: 36h\n", "", "  receipt_within: 15m\n", "", "surveys: {suppress: 90d}\n", "", ", valid: 365d", "", "version: 3\n", "version: 3\nbudget: {per_day: 5.00 EUR}\n").Replace(sound)
	for at, c := range map[string]struct{ old, new string }{
		"properties/hold":                                 {"version: 3\n", "version: 3\nhold: %s\n"},
		"properties/close_after":                          {"version: 3\n", "version: 3\nclose_after: %s\n"},
		"properties/grace":                                {"version: 3\n", "version: 3\ngrace: %s\n"},
		"properties/person_within":                        {"version: 3\n", "version: 3\nperson_within: %s\n"},
		"properties/surveys/properties/suppress":          {"version: 3\n", "version: 3\nsurveys: {suppress: %s}\n"},
		"properties/budget/properties/approve_within":     {"5.00 EUR", "5.00 EUR, approve_within: %s"},
		"$defs/apology/properties/receipt_within":         {"  channels:", "  receipt_within: %s\n  channels:"},
		"$defs/apology/properties/sent_counts":            {"  channels:", "  sent_counts: %v\n  channels:"},
		"properties/top_up":                               {"version: 3\n", "version: 3\ntop_up: %v\n"},
		"$defs/remedy/properties/coupon/properties/valid": {"percent: 10", "percent: 10, valid: %s"},
	} {
		node := root
		for _, name := range strings.Split(at, "/") {
			node = node.(map[string]any)[name]
		}
		written := node.(map[string]any)["default"]
		if written == nil || strings.Count(bare, c.old) != 1 {
			t.Fatalf("%s: default %v, %q", at, written, c.old)
		}
		without, err := config.ParsePlay("x.yaml", []byte(bare))
		if err != nil {
			t.Fatal(err)
		}
		with, err := config.ParsePlay("x.yaml", []byte(strings.Replace(bare, c.old, fmt.Sprintf(c.new, written), 1)))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(without, with); diff != "" {
			t.Errorf("%s: without -, with +\n%s", at, diff)
		}
	}
}
