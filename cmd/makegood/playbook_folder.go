package main

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/term"

	"makegood/config"
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

// journey is the file in which the folder's journey stands, as it can be opened.
func (f playbookFolder) journey() string { return filepath.Join(f.dir, config.JourneyFile) }

func (f playbookFolder) files() fs.FS {
	if f.dir == "" {
		return config.Shipped()
	}
	return os.DirFS(f.dir)
}

// inColour says whether what is written there is read on a terminal by someone
// who has not asked for no colours (no-color.org).
func inColour(out io.Writer) bool {
	file, is := out.(*os.File)
	return is && term.IsTerminal(int(file.Fd())) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}
