package config_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"makegood/config"
)

// A file of scenarios is about the play of its name, else about that in the file of its
// name beside it.
func TestTriggerOf(t *testing.T) {
	play := func(name, trigger string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("play: " + name + "\nversion: 1\ntrigger: " + trigger + "\nmeasure: m\ntiers: [{at_least: 1, remedy: {coupon: {percent: 5}}}]\napology: {channels: [sms], text: {en: \"Sorry. {{.Remedy}} Ref {{.Ref}}\"}}\n")}
	}
	scenarios := &fstest.MapFile{Data: []byte("scenarios: []")}
	files := fstest.MapFS{
		"late.yaml": play("train-late", "train.late"), "crowded.yml": play("late-bus", "bus.late"), "sub/late.yaml": play("ferry-late", "ferry.late"),
		"train-late.test.yaml": scenarios, "late.test.yaml": scenarios, "sub/late.test.yml": scenarios, "crowded.test.yaml": scenarios,
		"late-bus.test.yaml": scenarios, "sub/late-bus.test.yaml": scenarios, "sub/crowded.test.yaml": scenarios, "late.more.test.yaml": scenarios,
	}
	book, err := config.LoadPlaybookFS(files)
	if err != nil {
		t.Fatal(err)
	}
	written, err := config.LoadWrittenFS(files)
	if err != nil {
		t.Fatal(err)
	}
	texts, err := config.FindScenariosFS(files)
	if err != nil || len(texts) != 8 {
		t.Fatal(len(texts), err)
	}
	want := map[string]string{
		"train-late.test.yaml": "train.late", "late.test.yaml": "train.late", "sub/late.test.yml": "ferry.late", "crowded.test.yaml": "bus.late",
		"late-bus.test.yaml": "bus.late", "sub/late-bus.test.yaml": "bus.late", // named after a play, wherever that is
	}
	for _, text := range texts {
		if got := book.TriggerOf(text); got != want[text.File] {
			t.Errorf("%s is about %q", text.File, got)
		}
		if got := config.TriggerOf(text, written); got != want[text.File] {
			t.Errorf("as written, %s is about %q", text.File, got)
		}
	}
}

// A file of scenarios holds more than a play does, and says when it is too much.
func TestAFileOfManyScenarios(t *testing.T) {
	of := func(scenarios int) []byte {
		var text strings.Builder
		text.WriteString("scenarios:\n")
		for i := range scenarios {
			fmt.Fprintf(&text, "  - {name: %d, observe: [{measures: {delay_minutes: %d}}], expect: {stage: dismissed}}\n", i, i)
		}
		return []byte(text.String())
	}
	if read, err := config.ParseScenarios("x.test.yaml", of(3_000), "t"); err != nil || len(read.Scenarios) != 3_000 {
		t.Errorf("%.300s", err)
	}
	if _, err := config.ParseScenarios("x.test.yaml", of(8_000), "t"); err == nil || err.Error() != "x.test.yaml: this file holds more than 100000 words and signs; write the scenarios into several files" {
		t.Errorf("%.300v", err)
	}
}
