package config_test

import (
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
