package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"makegood/recovery"
)

const whatAPlaybookIs = "a playbook is a folder of plays, each in a .yaml file of its own"

// LoadPlaybook reads every .yaml and .yml file of a folder and of the folders in
// it, save scenarios (NAME.test.yaml) and the journey (journey.yaml); whatever has a
// name with a dot in front is left alone. It returns Errors
// with everything that is wrong in all of them.
func LoadPlaybook(dir string) (*Playbook, error) {
	files, shown, err := folder(dir)
	if err != nil {
		return nil, err
	}
	return loadPlaybook(files, shown)
}

// folder is the files of a folder, and how their names are shown.
func folder(dir string) (files fs.FS, shown func(string) string, err error) {
	info, err := os.Stat(dir)
	switch {
	case err != nil:
		return nil, nil, Errors{{File: dir, Wrong: "this folder cannot be read: " + reason(err), Right: whatAPlaybookIs}}
	case !info.IsDir():
		return nil, nil, Errors{{File: dir, Wrong: "this is no folder", Right: whatAPlaybookIs}}
	}
	return os.DirFS(dir), func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) }, nil
}

// LoadPlaybookFS is LoadPlaybook of a file system's root.
func LoadPlaybookFS(files fs.FS) (*Playbook, error) {
	return loadPlaybook(files, func(name string) string { return name })
}

func loadPlaybook(files fs.FS, shown func(string) string) (*Playbook, error) {
	plays, err := readPlays(files, shown)
	if err != nil {
		return nil, err
	}
	inOrder, inFile := make([]*recovery.Play, len(plays)), map[string]string{}
	for i, read := range plays {
		inOrder[i] = read.play
		inFile[withoutEnding(read.doc.file)] = read.play.Trigger
	}
	book := NewPlaybook(inOrder...)
	book.inFile = inFile
	return book, nil
}

// readPlays reads the plays of a folder in the order of their files. It returns Errors
// with everything that is wrong in any of them.
func readPlays(files fs.FS, shown func(string) string) ([]readPlay, error) {
	var errs Errors
	var plays []readPlay
	found := 0
	_ = fs.WalkDir(files, ".", func(name string, item fs.DirEntry, err error) error {
		switch hidden := name != "." && strings.HasPrefix(path.Base(name), "."); {
		case err != nil:
			errs = append(errs, Error{File: shown(name), Wrong: "this cannot be read: " + reason(err), Right: whatAPlaybookIs})
			if item != nil && item.IsDir() {
				return fs.SkipDir
			}
			return nil
		case hidden && item.IsDir():
			return fs.SkipDir
		case hidden || item.IsDir() || !isPlay(name):
			return nil
		}
		found++
		data, err := readFile(files, name)
		if err != nil {
			errs = append(errs, Error{File: shown(name), Wrong: "this cannot be read: " + reason(err), Right: "make it a readable file, or remove it"})
			return nil
		}
		read, wrong := parsePlay(shown(name), data)
		errs = append(errs, wrong...)
		plays = append(plays, read)
		return nil
	})
	if found == 0 && len(errs) == 0 {
		errs = append(errs, Error{File: shown("."), Wrong: "there are no plays here", Right: whatAPlaybookIs})
	}
	errs = append(errs, twice(plays)...)
	if err := errs.sorted(); err != nil {
		return nil, err
	}
	return plays, nil
}

// twice refuses a second play that applies to all of a trigger, and a second play of a
// name, whatever else is wrong with them.
func twice(plays []readPlay) (errs Errors) {
	triggers, names := map[string]readPlay{}, map[string]readPlay{}
	for _, read := range plays {
		if read.play == nil {
			continue
		}
		clash := func(known map[string]readPlay, key, field, right string) {
			if earlier, taken := known[key]; key == "" || !read.doc.sound(field) {
				return
			} else if taken {
				here, there := read.doc.placeOf(field), earlier.doc.placeOf(field)
				wrong := fmt.Sprintf("%s is taken by the play %s at %s:%d:%d", key, earlier.play.Name, earlier.doc.file, there.line, there.column)
				errs = append(errs, Error{File: read.doc.file, Line: here.line, Column: here.column, Field: field, Wrong: wrong, Right: right})
				return
			}
			known[key] = read
		}
		if read.play.When == "" && read.doc.sound("when") {
			clash(triggers, read.play.Trigger, "trigger", "one trigger has one play that applies to all: say with when to whom one of them applies, or remove it")
		}
		clash(names, read.play.Name, "play", "give each play a name of its own")
	}
	return errs
}

// isPlay says whether a file of a playbook is a play, and not its scenarios or the
// journey.
func isPlay(name string) bool {
	base := strings.ToLower(path.Base(name))
	ending := path.Ext(base)
	stem := strings.TrimSuffix(base, ending)
	return (ending == ".yaml" || ending == ".yml") && stem != "journey" && path.Ext(stem) != ".test"
}

// readFile reads at most one byte more than a play may have.
func readFile(files fs.FS, name string) ([]byte, error) {
	if info, err := fs.Stat(files, name); err != nil {
		return nil, err
	} else if !info.Mode().IsRegular() {
		return nil, errors.New("it is no ordinary file")
	}
	file, err := files.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, maxFile+1))
}

// reason is an error of the file system without the path, which is named already.
func reason(err error) string {
	var failed *fs.PathError
	if errors.As(err, &failed) {
		return failed.Err.Error()
	}
	return err.Error()
}
