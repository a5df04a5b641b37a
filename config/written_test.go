package config_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"makegood/config"
)

func TestWhereFieldsStand(t *testing.T) {
	text := strings.Replace(sound, twentyFivePercent, `[{custom: {activity: A, queue: q, words: {en: "x buy", pl: "y"}}}]`, 1)
	text = strings.Replace(text, `    pl: "{{.Customer.Name}}, {{.Measure}}. {{.Remedy}}"`, "    pl: |\n      Żółć jest, {{.Remedy}}\n      obiecujemy", 1)
	all, err := config.LoadWrittenFS(fstest.MapFS{"deep/x.yaml": file(text), "journey.yaml": file("{"), "a.test.yaml": file("{")})
	if err != nil || len(all) != 1 {
		t.Fatal(all, err)
	}
	play := all[0]
	if play.File != "deep/x.yaml" || play.Play.Name != "late-flight" {
		t.Errorf("%+v", play)
	}
	for path, want := range map[string]string{
		"":                                "1:1",
		"hold":                            "6:7",
		"apology.channels":                "12:13",
		"monitor":                         "1:1",
		"apology.at_most":                 "12:3",
		"tiers[0].remedy":                 "9:29",
		"tiers[5].remedy":                 "9:3",
		"apology.text.en":                 "16:9",
		"tiers[1].remedy.custom.words.en": "10:75",
	} {
		line, column := play.Place(path)
		if got := fmt.Sprintf("%d:%d", line, column); got != want {
			t.Errorf("%q at %s, want %s", path, got, want)
		}
	}
	for _, c := range []struct{ path, text, piece, want string }{
		{"apology.text.pl", play.Play.Apology.Text["pl"], "obiecujemy", "19:7"},
		{"apology.text.pl", play.Play.Apology.Text["pl"], "{{.Remedy}}", "18:18"},
		{"apology.text.en", play.Play.Apology.Text["en"], "late", "16:43"},
		{"tiers[1].remedy.custom.words.en", "x buy", "buy", "10:78"},
		{"apology.text.de", "x", "x", "16:5"},
	} {
		line, column := play.PlaceIn(c.path, c.text, strings.Index(c.text, c.piece), c.piece)
		if got := fmt.Sprintf("%d:%d", line, column); got != c.want {
			t.Errorf("%q in %s at %s, want %s", c.piece, c.path, got, c.want)
		}
	}
}

func TestWrittenIsWhatThePlaybookIs(t *testing.T) {
	book := shipped(t)
	all, err := config.LoadWrittenFS(config.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != len(book.Plays()) {
		t.Errorf("%d plays, and the playbook has %d", len(all), len(book.Plays()))
	}
	for _, one := range all {
		same, known := book.Named(one.Play.Name)
		if !known {
			t.Errorf("the playbook has no %s", one.Play.Name)
			continue
		}
		if diff := cmp.Diff(same, one.Play); diff != "" {
			t.Error(diff)
		}
	}
}

func TestWrittenFilesAreOnePlaybook(t *testing.T) {
	dir := t.TempDir()
	var names []string
	for name, text := range map[string]string{"a.yaml": sound, "b.yaml": sound, "c.yaml": "play: C\n"} {
		names = append(names, filepath.Join(dir, name))
		if err := os.WriteFile(names[len(names)-1], []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, err := config.LoadWrittenFiles(append(names, filepath.Join(dir, "gone.yaml"), dir)...)
	if err == nil {
		t.Fatal("nothing is wrong")
	}
	for _, want := range []string{"late-flight is taken by the play late-flight at ", `c.yaml:1:7: play: "C" cannot be a name`, "gone.yaml: this cannot be read: no such file or directory", "this cannot be read: it is no ordinary file"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing in\n%v", want, err)
		}
	}
	if all, err := config.LoadWrittenFiles(filepath.Join(dir, "a.yaml")); err != nil || len(all) != 1 {
		t.Errorf("%v %v", all, err)
	}
}
