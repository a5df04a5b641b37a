package config_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"makegood/config"
	"makegood/internal/journey"
	"makegood/internal/proof"
)

// FuzzParseJourney holds that whatever is in a file, it is either refused with a
// place and a reason, or a journey that can be drawn.
func FuzzParseJourney(f *testing.F) {
	f.Add([]byte(soundJourney))
	f.Add([]byte("journey: &a x\nstages: [{stage: *a, failures: [{name: *a, fixed_on_the_spot: true}]}]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		read, err := config.ParseJourney("x.yaml", data)
		if err == nil {
			if drawn := journey.Draw(*read, nil); drawn.SVG() == "" || drawn.Terminal(80, true) == "" || len(read.Stages) == 0 {
				t.Errorf("nothing is drawn of %+v", read)
			}
			return
		}
		var all config.Errors
		if !errors.As(err, &all) || len(all) == 0 {
			t.Fatal(err)
		}
		for _, e := range all {
			if e.File != "x.yaml" || e.Wrong == "" || e.Right == "" || (e.Line == 0) != (e.Column == 0) {
				t.Errorf("%+v", e)
			}
		}
	})
}

// FuzzWritten holds that every remark on a sound play stands at a place in its file.
func FuzzWritten(f *testing.F) {
	f.Add([]byte(sound))
	f.Add([]byte(fullest))
	f.Fuzz(func(t *testing.T, data []byte) {
		file := filepath.Join(t.TempDir(), "x.yaml")
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		plays, err := config.LoadWrittenFiles(file)
		if err != nil {
			return
		}
		read, err := proof.Read(proof.Work{Play: plays[0].Play, File: file, Place: plays[0].Place, PlaceIn: plays[0].PlaceIn})
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range read.Remarks {
			if one.Line < 1 || one.Column < 1 || one.What == "" || one.Why == "" || one.Mend == "" {
				t.Errorf("%+v", one)
			}
		}
	})
}
