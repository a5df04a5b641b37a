package config

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"makegood/recovery"
)

// Written is a play and where in its file its fields stand, for those who point at
// them.
type Written struct {
	Play   *recovery.Play
	File   string
	doc    *document
	fields map[string]field
}

// Unsure says whether the play's condition may come to be neither true nor false, as that
// of an attribute alone may.
func (w *Written) Unsure() bool {
	condition, _ := compileWhen(w.Play.When)
	return condition != nil && condition.unsure
}

// Place is where the value of a field begins, from 1, by the field's path such as
// apology.text.en or tiers[0].remedy; where the field is not written, where that
// begins which it would stand in.
func (w *Written) Place(path string) (line, column int) {
	at := w.doc.placeOf(w.asWritten(path))
	return at.line, at.column
}

// PlaceIn is where a piece of a field's text stands, from the byte of the text on at
// which it begins. Where it cannot be found in the file, because it is written with
// escapes or folds, it is where the text begins.
func (w *Written) PlaceIn(path, text string, begins int, piece string) (line, column int) {
	one, written := w.fields[w.asWritten(path)]
	if !written {
		return w.Place(path)
	}
	at := one.placeInText(text, &recovery.TemplateError{At: begins, Near: piece})
	return at.line, at.column
}

// asWritten is the path of a field in a tier's remedy where that is written as a list
// of ways: the first of them says how much.
func (w *Written) asWritten(path string) string {
	if _, written := w.fields[path]; !written {
		return strings.Replace(path, ".remedy.", ".remedy[0].", 1)
	}
	return path
}

// LoadWritten reads a playbook as LoadPlaybook does, and keeps where its fields
// stand. It returns Errors with everything that is wrong.
func LoadWritten(dir string) ([]*Written, error) {
	files, shown, err := folder(dir)
	if err != nil {
		return nil, err
	}
	return loadWritten(files, shown)
}

// LoadWrittenFS is LoadWritten of a file system's root.
func LoadWrittenFS(files fs.FS) ([]*Written, error) {
	return loadWritten(files, func(name string) string { return name })
}

func loadWritten(files fs.FS, shown func(string) string) (all []*Written, err error) {
	plays, err := readPlays(files, shown)
	for _, read := range plays {
		all = append(all, written(read))
	}
	return all, err
}

// LoadWrittenFiles reads plays that stand in these files, as one playbook.
func LoadWrittenFiles(names ...string) ([]*Written, error) {
	var plays []readPlay
	var errs Errors
	for _, name := range names {
		dir, base := filepath.Split(name)
		data, err := readFile(os.DirFS(filepath.Clean(dir)), base)
		if err != nil {
			errs = append(errs, Error{File: name, Wrong: "this cannot be read: " + reason(err), Right: "name a play's file, or a folder of plays"})
			continue
		}
		read, wrong := parsePlay(name, data)
		errs = append(errs, wrong...)
		plays = append(plays, read)
	}
	if err := append(errs, twice(plays)...).sorted(); err != nil {
		return nil, err
	}
	all := make([]*Written, len(plays))
	for i, read := range plays {
		all[i] = written(read)
	}
	return all, nil
}

// written finds the fields of a play that is sound.
func written(read readPlay) *Written {
	w := &Written{Play: read.play, File: read.doc.file, doc: read.doc, fields: map[string]field{}}
	w.doc.visits = 0
	field{doc: w.doc, node: w.doc.resolve(w.doc.body)}.collect(w.fields)
	return w
}
