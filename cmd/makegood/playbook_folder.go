package main

import (
	"io"
	"os"
	"path/filepath"

	"golang.org/x/term"

	"makegood/config"
	"makegood/internal/journey"
)

// playbookFolder is where the plays are that a command is about: the folder that
// is named, else MAKEGOOD_PLAYBOOKS, else the plays that ship.
type playbookFolder struct{ dir string }

func theFolder(args []string) playbookFolder {
	if len(args) > 0 {
		return playbookFolder{args[0]}
	}
	return playbookFolder{os.Getenv("MAKEGOOD_PLAYBOOKS")}
}

func (f playbookFolder) load() (*config.Playbook, error) {
	if f.dir == "" {
		return config.LoadPlaybookFS(config.Shipped())
	}
	return config.LoadPlaybook(f.dir)
}

func (f playbookFolder) written() ([]*config.Written, error) {
	if f.dir == "" {
		return config.LoadWrittenFS(config.Shipped())
	}
	return config.LoadWritten(f.dir)
}

func (f playbookFolder) scenarios() ([]config.ScenarioText, error) {
	if f.dir == "" {
		return config.FindScenariosFS(config.Shipped())
	}
	if _, err := os.Stat(f.dir); err != nil {
		return nil, nil //nolint:nilerr // the plays' reader has said so
	}
	return config.FindScenarios(f.dir)
}

// hasWay says whether a journey lies beside the plays.
func (f playbookFolder) hasWay() bool {
	_, err := os.Stat(filepath.Join(f.dir, config.JourneyFile))
	return f.dir == "" || err == nil
}

// way is the journey in a file or, where none is named, in the folder.
func (f playbookFolder) way(file string) (*journey.Journey, error) {
	switch {
	case file != "":
		return config.LoadJourney(file)
	case f.dir == "":
		return config.LoadJourneyFS(config.Shipped())
	}
	return config.LoadJourney(filepath.Join(f.dir, config.JourneyFile))
}

// inColour says whether what is written there is read on a terminal by someone
// who has not asked for no colours (no-color.org).
func inColour(out io.Writer) bool {
	file, is := out.(*os.File)
	return is && term.IsTerminal(int(file.Fd())) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}
