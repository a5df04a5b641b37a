package config_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"makegood/config"
)

// Whatever style a file is written in, only the named value changes.
func TestRewrite(t *testing.T) {
	const head = "scenarios:\n  - name: a\n    observe: [{measures: {delay_minutes: 1}}]\n"
	for name, c := range map[string]struct{ before, after string }{
		"a plain word":         {head + "    expect:\n      words: late # why\n      stage: dismissed\n", head + "    expect:\n      words: NEW # why\n      stage: dismissed\n"},
		"in a flow":            {head + "    expect: {words: late  , stage: dismissed} # why\n", head + "    expect: {words: NEW  , stage: dismissed} # why\n"},
		"several plain words":  {head + "    expect:\n      words: late and sorry\n", head + "    expect:\n      words: NEW\n"},
		"double quotes":        {head + "    expect: {words: \"la\\\"te, # sorry}\" }\n", head + "    expect: {words: NEW }\n"},
		"single quotes":        {head + "    expect:\n      words: 'it''s late'\n", head + "    expect:\n      words: NEW\n"},
		"other signs before":   {head + "    expect: {because: \"spóźnił się 🚆\", words: late}\n", head + "    expect: {because: \"spóźnił się 🚆\", words: NEW}\n"},
		"over two lines":       {head + "    expect:\n      words: late\n        and sorry\n      stage: dismissed\n", head + "    expect:\n      words: NEW\n      stage: dismissed\n"},
		"quotes over lines":    {head + "    expect:\n      words: \"late\n        and sorry\"\n      stage: dismissed\n", head + "    expect:\n      words: NEW\n      stage: dismissed\n"},
		"a block of text":      {head + "    expect:\n      words: |\n        late\n\n        and sorry\n\n      stage: dismissed\n", head + "    expect:\n      words: NEW\n\n      stage: dismissed\n"},
		"a flow of several":    {head + "    expect:\n      words: [late, \"so]rry\"] # both\n", head + "    expect:\n      words: NEW # both\n"},
		"a list":               {head + "    expect:\n      words:\n        - late\n        - sorry\n      stage: dismissed\n", head + "    expect:\n      words:\n        NEW\n      stage: dismissed\n"},
		"a list less indented": {head + "    expect:\n      words:\n      - late\n      - sorry\n      stage: dismissed\n", head + "    expect:\n      words:\n      NEW\n      stage: dismissed\n"},
		"in a list of them":    {head + "    expect:\n      - {at: 1h, stage: watching}\n      - words: late\n", head + "    expect:\n      - {at: 1h, stage: watching}\n      - words: NEW\n"},
		"windows":              {strings.ReplaceAll(head+"    expect:\n      words: late\n      stage: dismissed\n", "\n", "\r\n"), strings.ReplaceAll(head+"    expect:\n      words: NEW\n      stage: dismissed\n", "\n", "\r\n")},
		"a mark in front":      {"\uFEFF" + head + "    expect: {words: late}\n", "\uFEFF" + head + "    expect: {words: NEW}\n"},
		"no end of line":       {head + "    expect:\n      words: late", head + "    expect:\n      words: NEW"},
		"one line":             {"scenarios: [{name: a, observe: [{measures: {delay_minutes: 1}}], expect: {words: late}}]", "scenarios: [{name: a, observe: [{measures: {delay_minutes: 1}}], expect: {words: NEW}}]"},
		"an anchor":            {head + "    expect: {words: &w late}\n", head + "    expect: {words: &w NEW}\n"},
		"the field in its name": {
			strings.Replace(head, "name: a", "name: \"words: late\"", 1) + "    expect: {words: late}\n",
			strings.Replace(head, "name: a", "name: \"words: late\"", 1) + "    expect: {words: NEW}\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			file := scenarioFile(t, c.before)
			var wanted *config.Wanted
			for i, expected := range file.Scenarios[0].Expected {
				for j, one := range expected.Wanted {
					if one.Field == "words" {
						wanted = &file.Scenarios[0].Expected[i].Wanted[j]
					}
				}
			}
			text, err := file.Rewrite([]config.Edit{{Wanted: wanted, Value: "NEW"}})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.after, text); diff != "" {
				t.Error(diff)
			}
			scenarioFile(t, text)
		})
	}
}

func scenarioFile(t *testing.T, text string) *config.ScenarioFile {
	t.Helper()
	file, err := config.ParseScenarios("x.test.yaml", []byte(text), "flight.delayed")
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return file
}

// What an alias stands for is somebody else's as well.
func TestRewriteLeavesAliasesAlone(t *testing.T) {
	file := scenarioFile(t, "scenarios:\n  - {name: a, observe: [{measures: {m: 1}}], expect: {words: &w late}}\n  - {name: b, observe: [{measures: {m: 1}}], expect: {subject: *w}}\n")
	_, err := file.Rewrite([]config.Edit{{Wanted: &file.Scenarios[1].Expected[0].Wanted[0], Value: "NEW"}})
	if err == nil || !strings.Contains(err.Error(), "this stands elsewhere") {
		t.Error(err)
	}
}

// A scenario that expects nothing yet gets its expectations in its own style.
func TestRewriteAddsExpectations(t *testing.T) {
	one := [][]config.Pair{{{Field: "stage", Value: "dismissed"}, {Field: "no_words", Value: "true"}}}
	two := [][]config.Pair{{{Field: "customer", Value: "c-1"}, {Field: "stage", Value: "dismissed"}}, {{Field: "customer", Value: "c-2"}, {Field: "stage", Value: "delivered"}}}
	for name, c := range map[string]struct {
		before string
		expect [][]config.Pair
		after  string
	}{
		"a block": {
			"scenarios:\n  - name: a\n    observe:\n      - {measures: {m: 1}} # one\n\n  # the next\n  - name: b\n    observe: [{measures: {m: 1}}]\n    expect: {stage: dismissed}\n", one,
			"scenarios:\n  - name: a\n    observe:\n      - {measures: {m: 1}} # one\n    expect:\n      stage: dismissed\n      no_words: true\n\n  # the next\n  - name: b\n    observe: [{measures: {m: 1}}]\n    expect: {stage: dismissed}\n",
		},
		"several": {
			"scenarios:\n- name: a\n  observe: [{measures: {m: 1}}]\n", two,
			"scenarios:\n- name: a\n  observe: [{measures: {m: 1}}]\n  expect:\n    - customer: c-1\n      stage: dismissed\n    - customer: c-2\n      stage: delivered\n",
		},
		"a flow": {
			"scenarios: [{name: a, observe: [{measures: {m: 1}}]}]\n", one,
			"scenarios: [{name: a, observe: [{measures: {m: 1}}], expect: {stage: dismissed, no_words: true}}]\n",
		},
		"several in a flow": {
			"scenarios:\n  - {name: a, observe: [{measures: {m: 1}}]}", two,
			"scenarios:\n  - {name: a, observe: [{measures: {m: 1}}], expect: [{customer: c-1, stage: dismissed}, {customer: c-2, stage: delivered}]}",
		},
		"in place of an empty mapping": {
			"scenarios:\n  - name: a\n    expect: {} # why\n    observe: [{measures: {m: 1}}]\n", one,
			"scenarios:\n  - name: a\n    expect:\n      stage: dismissed\n      no_words: true # why\n    observe: [{measures: {m: 1}}]\n",
		},
		"in place of an empty list": {
			"scenarios:\n  - name: a\n    observe: [{measures: {m: 1}}]\n    expect: [ ]", two,
			"scenarios:\n  - name: a\n    observe: [{measures: {m: 1}}]\n    expect:\n      - customer: c-1\n        stage: dismissed\n      - customer: c-2\n        stage: delivered",
		},
		"in place of ~": {
			"scenarios:\n  - name: a\n    observe: [{measures: {m: 1}}]\n    \"expect\" : ~\n", one,
			"scenarios:\n  - name: a\n    observe: [{measures: {m: 1}}]\n    \"expect\" :\n      stage: dismissed\n      no_words: true\n",
		},
		"where nothing stands": {
			"scenarios:\n  - name: a\n    expect: # [why]\n    observe: [{measures: {m: 1}}]\n  - {name: b, expect: , observe: [{measures: {m: 1}}]}", one,
			"scenarios:\n  - name: a\n    expect:\n      stage: dismissed\n      no_words: true # [why]\n    observe: [{measures: {m: 1}}]\n  - {name: b, expect: , observe: [{measures: {m: 1}}]}",
		},
		"at the end, where nothing stands": {
			"scenarios:\n  - name: a\n    observe: [{measures: {m: 1}}]\n    expect:", one,
			"scenarios:\n  - name: a\n    observe: [{measures: {m: 1}}]\n    expect:\n      stage: dismissed\n      no_words: true",
		},
		"in a line of its own": {
			"scenarios:\n  - name: a\n    expect: # why\n      {}\n    observe: [{measures: {m: 1}}]\n", one,
			"scenarios:\n  - name: a\n    expect: # why\n      {stage: dismissed, no_words: true}\n    observe: [{measures: {m: 1}}]\n",
		},
		"empty in a flow": {
			"scenarios: [{name: a, expect: {}, observe: [{measures: {m: 1}}]}]\n", one,
			"scenarios: [{name: a, expect: {stage: dismissed, no_words: true}, observe: [{measures: {m: 1}}]}]\n",
		},
		"windows, and no end of line": {
			"scenarios:\r\n  - name: a\r\n    observe: [{measures: {m: 1}}]", one,
			"scenarios:\r\n  - name: a\r\n    observe: [{measures: {m: 1}}]\r\n    expect:\r\n      stage: dismissed\r\n      no_words: true",
		},
	} {
		t.Run(name, func(t *testing.T) {
			file := scenarioFile(t, c.before)
			text, err := file.Rewrite([]config.Edit{{Scenario: &file.Scenarios[0], Expect: c.expect}})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.after, text); diff != "" {
				t.Error(diff)
			}
			scenarioFile(t, text)
		})
	}
}
