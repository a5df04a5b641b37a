package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"makegood/config"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

// other is the sound play under another name and trigger.
func other(name, trigger string) string {
	return strings.NewReplacer("play: late-flight", "play: "+name, "trigger: flight.delayed", "trigger: "+trigger).Replace(sound)
}

func TestLoadPlaybook(t *testing.T) {
	book, err := config.LoadPlaybookFS(fstest.MapFS{
		"z.yaml":             file(sound),
		"a.yml":              file(other("b", "b")),
		"deep/down/C.YAML":   file(other("c", "c")),
		"README.md":          file("nothing"),
		".hidden.yaml":       file("{"),
		"..data/again.yaml":  file(sound),
		".git/x/broken.yaml": file("{"),
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"b", "c", "flight.delayed"}, book.Triggers()); diff != "" {
		t.Error(diff)
	}
	var names []string
	for _, play := range book.Plays() {
		names = append(names, play.Name)
	}
	if diff := cmp.Diff([]string{"b", "c", "late-flight"}, names); diff != "" {
		t.Error(diff)
	}
	if play, known := book.ForAll("flight.delayed"); !known || play.Name != "late-flight" {
		t.Errorf("%v %v", play, known)
	}
	if play, known := book.ForAll("flight.cancelled"); known || play != nil {
		t.Errorf("a play for a trigger that has none: %v", play)
	}
}

// Scenarios and the journey lie beside the plays, and are none.
func TestLoadPlaybookLeavesScenariosAndTheJourneyAlone(t *testing.T) {
	files := fstest.MapFS{
		"a.yaml": file(sound), "a.test.yaml": file("{"), "down/B.Test.YML": file("{"), "journey.yaml": file("{"), "down/journey.yml": file("{"),
	}
	book, err := config.LoadPlaybookFS(files)
	if err != nil || len(book.Plays()) != 1 {
		t.Fatal(book, err)
	}
	files["my-journey.yaml"], files["test.yaml"] = file(other("b", "b")), file(other("c", "c"))
	if book, err = config.LoadPlaybookFS(files); err != nil || len(book.Plays()) != 3 {
		t.Error("a play is left alone that only sounds like one of them", book, err)
	}
}

func TestLoadPlaybookRefuses(t *testing.T) {
	for name, c := range map[string]struct {
		files fstest.MapFS
		want  string
	}{
		"nothing": {
			fstest.MapFS{},
			".: there are no plays here; a playbook is a folder of plays, each in a .yaml file of its own",
		},
		"no YAML": {
			fstest.MapFS{"play.txt": file(sound)},
			".: there are no plays here; a playbook is a folder of plays, each in a .yaml file of its own",
		},
		"two plays for a trigger": {
			fstest.MapFS{"a.yaml": file(other("first", "flight.delayed")), "b.yaml": file("# moved\n" + sound)},
			"b.yaml:5:10: trigger: flight.delayed is taken by the play first at a.yaml:4:10; one trigger has one play that applies to all: say with when to whom one of them applies, or remove it",
		},
		"two plays of a name": {
			fstest.MapFS{"a.yaml": file(sound), "b.yaml": file(other("late-flight", "other"))},
			"b.yaml:1:7: play: late-flight is taken by the play late-flight at a.yaml:1:7; give each play a name of its own",
		},
		"errors in several files": {
			fstest.MapFS{"b.yaml": file(strings.Replace(sound, "version: 3", "version: 0", 1)), "a.yaml": file("x"), "c.yaml": file(other("c", "c"))},
			"a.yaml:1:1: this is a text; write name: value pairs\nb.yaml:2:10: version: this is 0; write a whole number from 1 on",
		},
	} {
		t.Run(name, func(t *testing.T) {
			book, err := config.LoadPlaybookFS(c.files)
			if err == nil || book != nil {
				t.Fatalf("taken: %v", book)
			}
			if diff := cmp.Diff(c.want, err.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLoadPlaybookOfFolders(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "late.yaml")
	if err := os.WriteFile(path, []byte(sound), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := config.LoadPlaybook(dir); err != nil {
		t.Error(err)
	}
	for name, c := range map[string]struct{ dir, wrong string }{
		"absent":    {filepath.Join(dir, "none"), "this folder cannot be read: no such file or directory"},
		"no folder": {path, "this is no folder"},
	} {
		_, err := config.LoadPlaybook(c.dir)
		var all config.Errors
		if !errors.As(err, &all) || len(all) != 1 || all[0].Wrong != c.wrong || all[0].File != c.dir || !strings.Contains(all[0].Right, "a playbook is") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := os.WriteFile(path, []byte("play: [\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := config.LoadPlaybook(dir); err == nil || !strings.HasPrefix(err.Error(), path+":1:7: ") {
		t.Errorf("the file is not named as it can be opened: %v", err)
	}
}

// A file that cannot be read is a play that would silently be missing.
func TestLoadPlaybookRefusesUnreadableFiles(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.yaml"), []byte(sound), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("nowhere", filepath.Join(dir, "b.yaml")); err != nil {
		t.Skip(err)
	}
	_, err := config.LoadPlaybook(dir)
	if err == nil || !strings.Contains(err.Error(), filepath.Join(dir, "b.yaml")+": this cannot be read: no such file or directory") {
		t.Error(err)
	}
}

// Folders of plays are often mounted as links to a folder with a dot in front.
func TestLoadPlaybookFollowsLinkedFiles(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "..data"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "..data", "a.yaml"), []byte(sound), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(filepath.Join("..data", "a.yaml"), filepath.Join(dir, "a.yaml")); err != nil {
		t.Skip(err)
	}
	book, err := config.LoadPlaybook(dir)
	if err != nil || len(book.Plays()) != 1 {
		t.Error(book, err)
	}
}

// A pipe in the folder would be waited for without end.
func TestLoadPlaybookRefusesWhatIsNoFile(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "a.yaml"), 0o600); err != nil {
		t.Skip(err)
	}
	_, err := config.LoadPlaybook(dir)
	if err == nil || !strings.Contains(err.Error(), "a.yaml: this cannot be read: it is no ordinary file") {
		t.Error(err)
	}
}
