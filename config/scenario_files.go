package config

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

const whatScenariosAre = "scenarios lie beside the plays, in files named NAME.test.yaml"

// IsScenarios says whether a file of a playbook holds scenarios, by its name.
func IsScenarios(name string) bool {
	name = strings.ToLower(path.Base(name))
	return strings.HasSuffix(name, ".test.yaml") || strings.HasSuffix(name, ".test.yml")
}

// ScenarioText is a file of scenarios that is not parsed yet.
type ScenarioText struct {
	File string // as it can be opened
	Name string // of the play or the play's file it is named after: late-flight of late-flight.test.yaml
	Data []byte
}

// beside is the file that a file of scenarios is named after, without its ending.
func (t ScenarioText) beside() string { return withoutEnding(withoutEnding(t.File)) }

func withoutEnding(file string) string { return strings.TrimSuffix(file, filepath.Ext(file)) }

// TriggerOf is what fails in a file of scenarios whose observations do not say it: the
// trigger of the play that has the file's name, else of the play in the file of that
// name beside it. It is empty where there is neither.
func (b *Playbook) TriggerOf(text ScenarioText) string {
	if play, known := b.Named(text.Name); known {
		return play.Trigger
	}
	return b.inFile[text.beside()]
}

// TriggerOf is that of a playbook, of its plays as they are written.
func TriggerOf(text ScenarioText, plays []*Written) (trigger string) {
	for _, play := range plays {
		if play.Play.Name == text.Name {
			return play.Play.Trigger
		}
		if withoutEnding(play.File) == text.beside() {
			trigger = play.Play.Trigger
		}
	}
	return trigger
}

// FindScenarios reads the files of scenarios in a folder and in the folders in it,
// in the order of their names; whatever has a name with a dot in front is left
// alone. It returns Errors with everything that cannot be read.
func FindScenarios(dir string) ([]ScenarioText, error) {
	return findScenarios(os.DirFS(dir), func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) })
}

// FindScenariosFS is FindScenarios of a file system's root.
func FindScenariosFS(files fs.FS) ([]ScenarioText, error) {
	return findScenarios(files, func(name string) string { return name })
}

func findScenarios(files fs.FS, shown func(string) string) (found []ScenarioText, err error) {
	var errs Errors
	_ = fs.WalkDir(files, ".", func(name string, item fs.DirEntry, err error) error {
		switch hidden := name != "." && strings.HasPrefix(path.Base(name), "."); {
		case err != nil:
			errs = append(errs, Error{File: shown(name), Wrong: "this cannot be read: " + reason(err), Right: whatScenariosAre})
			if item != nil && item.IsDir() {
				return fs.SkipDir
			}
			return nil
		case hidden && item.IsDir():
			return fs.SkipDir
		case hidden || item.IsDir() || !IsScenarios(name):
			return nil
		}
		data, err := readFile(files, name)
		if err != nil {
			errs = append(errs, Error{File: shown(name), Wrong: "this cannot be read: " + reason(err), Right: "make it a readable file, or remove it"})
			return nil
		}
		play := strings.TrimSuffix(path.Base(name), path.Ext(name))
		found = append(found, ScenarioText{File: shown(name), Name: play[:len(play)-len(".test")], Data: data})
		return nil
	})
	if err := errs.sorted(); err != nil {
		return nil, err
	}
	return found, nil
}
