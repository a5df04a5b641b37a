package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"makegood/recovery"
)

// Playbook is the plays that are in force, at most one for each trigger. It does
// not change once it is loaded, and its plays are shared: do not change them.
type Playbook struct {
	byTrigger map[string]*recovery.Play
}

// Play is the play for a trigger.
func (b *Playbook) Play(trigger string) (*recovery.Play, bool) {
	play, known := b.byTrigger[trigger]
	return play, known
}

// Plays is every play, sorted by trigger.
func (b *Playbook) Plays() []*recovery.Play {
	plays := make([]*recovery.Play, 0, len(b.byTrigger))
	for _, trigger := range b.Triggers() {
		plays = append(plays, b.byTrigger[trigger])
	}
	return plays
}

// Triggers is every trigger that has a play, sorted.
func (b *Playbook) Triggers() []string { return slices.Sorted(maps.Keys(b.byTrigger)) }

// NewPlaybook makes a playbook of plays that are parsed already. Of two plays for
// one trigger it keeps the later one.
func NewPlaybook(plays ...*recovery.Play) *Playbook {
	b := &Playbook{byTrigger: map[string]*recovery.Play{}}
	for _, play := range plays {
		b.byTrigger[play.Trigger] = play
	}
	return b
}

const whatAPlaybookIs = "a playbook is a folder of plays, each in a .yaml file of its own"

// LoadPlaybook reads every .yaml and .yml file of a folder and of the folders in
// it, save journey.yaml and *.test.yaml, which are no plays; whatever has a name
// with a dot in front is left alone. It returns Errors
// with everything that is wrong in all of them.
func LoadPlaybook(dir string) (*Playbook, error) {
	info, err := os.Stat(dir)
	switch {
	case err != nil:
		return nil, Errors{{File: dir, Wrong: "this folder cannot be read: " + reason(err), Right: whatAPlaybookIs}}
	case !info.IsDir():
		return nil, Errors{{File: dir, Wrong: "this is no folder", Right: whatAPlaybookIs}}
	}
	return loadPlaybook(os.DirFS(dir), func(name string) string { return filepath.Join(dir, filepath.FromSlash(name)) })
}

// LoadPlaybookFS is LoadPlaybook of a file system's root.
func LoadPlaybookFS(files fs.FS) (*Playbook, error) {
	return loadPlaybook(files, func(name string) string { return name })
}

func loadPlaybook(files fs.FS, shown func(string) string) (*Playbook, error) {
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
		if len(wrong) == 0 {
			plays = append(plays, read)
		}
		return nil
	})
	if found == 0 && len(errs) == 0 {
		errs = append(errs, Error{File: shown("."), Wrong: "there are no plays here", Right: whatAPlaybookIs})
	}
	errs = append(errs, twice(plays)...)
	if err := errs.sorted(); err != nil {
		return nil, err
	}
	b := NewPlaybook()
	for _, read := range plays {
		b.byTrigger[read.play.Trigger] = read.play
	}
	return b, nil
}

// twice refuses a second play for a trigger, and a second play of a name.
func twice(plays []readPlay) (errs Errors) {
	triggers, names := map[string]readPlay{}, map[string]readPlay{}
	for _, read := range plays {
		clash := func(known map[string]readPlay, key, field, right string) {
			if earlier, taken := known[key]; taken {
				here, there := read.doc.placeOf(field), earlier.doc.placeOf(field)
				wrong := fmt.Sprintf("%s is taken by the play %s at %s:%d:%d", key, earlier.play.Name, earlier.doc.file, there.line, there.column)
				errs = append(errs, Error{File: read.doc.file, Line: here.line, Column: here.column, Field: field, Wrong: wrong, Right: right})
				return
			}
			known[key] = read
		}
		clash(triggers, read.play.Trigger, "trigger", "one trigger has one play: change or remove one of them")
		clash(names, read.play.Name, "play", "give each play a name of its own")
	}
	return errs
}

// isPlay says whether a file of a playbook is a play: a .yaml or .yml file that is
// neither the journey nor a test of plays.
func isPlay(name string) bool {
	base := strings.ToLower(path.Base(name))
	bare := strings.TrimSuffix(strings.TrimSuffix(base, ".yaml"), ".yml")
	return isYAML(name) && bare != "journey" && !strings.HasSuffix(bare, ".test")
}

func isYAML(name string) bool {
	ending := strings.ToLower(path.Ext(name))
	return ending == ".yaml" || ending == ".yml"
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
