package config

import (
	"os"
	"path/filepath"
)

// ReadScenarios reads one file of scenarios. It returns Errors where it cannot be read,
// or where it is none by its name.
func ReadScenarios(file string) (ScenarioText, error) {
	if !IsScenarios(filepath.ToSlash(file)) {
		return ScenarioText{}, Errors{{File: file, Wrong: "this is no file of scenarios by its name", Right: "name a folder of plays, or files named NAME.test.yaml"}}
	}
	data, err := readFile(os.DirFS(filepath.Dir(file)), filepath.Base(file))
	if err != nil {
		return ScenarioText{}, Errors{{File: file, Wrong: "this cannot be read: " + reason(err), Right: "name a file of scenarios that is there"}}
	}
	text := ScenarioText{File: file, Data: data}
	text.Name = filepath.Base(text.beside())
	return text, nil
}
