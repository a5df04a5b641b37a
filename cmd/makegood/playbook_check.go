package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"makegood/config"
	"makegood/internal/proof"
)

func playbookCheckCommand() *cobra.Command {
	var strict, asJSON bool
	command := &cobra.Command{
		Use:   "check [DIR or FILE…]",
		Short: "Say everything that is wrong with plays, and what had better be otherwise",
		Long: `Says everything that is wrong with plays, and with the journey and the scenarios
beside them, at once: file, line, column, and what would be right. Where nothing is
wrong it says how many text messages the words come to, and warns of words that promise
to do better or that sell, of links and codes in long texts, of units that are said
twice, of languages in which Makegood has no sentences, of amounts and conditions that
come to something else than one would think, and of what a play leaves out.

It exits 1 where anything is wrong; with --strict also where anything is warned of.
Without DIR or FILE it checks MAKEGOOD_PLAYBOOKS, else the plays that ship.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			found, err := checkPlays(args)
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			if asJSON {
				encoder := json.NewEncoder(out)
				encoder.SetIndent("", "  ")
				encoder.SetEscapeHTML(false)
				err = encoder.Encode(found)
			} else {
				p := printer{out: out, across: width(out), colours: inColour(out), lines: linesOf}
				p.findings(found)
			}
			switch {
			case err != nil:
				return err
			case len(found.Errors) > 0:
				return fmt.Errorf("%s wrong", number(len(found.Errors), "thing is", "things are"))
			case strict && len(found.Warnings) > 0:
				return fmt.Errorf("%s warned of", number(len(found.Warnings), "thing is", "things are"))
			}
			return nil
		},
	}
	command.Flags().BoolVar(&strict, "strict", false, "exit 1 where anything is warned of")
	command.Flags().BoolVar(&asJSON, "json", false, "print what was found as JSON, for machines")
	return command
}

// findings is all that a check found.
type findings struct {
	Errors   []wrong        `json:"errors"`
	Warnings []proof.Remark `json:"warnings"`
	Plays    []proof.Proof  `json:"plays"` // where nothing is wrong
}

// wrong is a config.Error as machines read it.
type wrong struct {
	File   string `json:"file"`
	Line   int    `json:"line,omitempty"`
	Column int    `json:"column,omitempty"`
	Field  string `json:"field,omitempty"`
	Wrong  string `json:"wrong"`
	Right  string `json:"right,omitempty"`
}

// add takes what is wrong out of an error, or of several that are joined. It returns
// what is another kind of error.
func (f *findings) add(err error) error {
	switch known := err.(type) { //nolint:errorlint // one level at a time, so that nothing is lost
	case config.Errors:
		for _, one := range known {
			f.Errors = append(f.Errors, wrong(one))
		}
		return nil
	case interface{ Unwrap() []error }:
		for _, one := range known.Unwrap() {
			if err := f.add(one); err != nil {
				return err
			}
		}
		return nil
	}
	return err
}

// checkPlays reads what the arguments name. An error is what kept it from reading;
// what is wrong with the plays is in the findings.
func checkPlays(args []string) (findings, error) {
	found := findings{Errors: []wrong{}, Warnings: []proof.Remark{}, Plays: []proof.Proof{}}
	folders, files := sorted(args)
	if len(args) == 0 {
		folders = []playbookFolder{theFolder(nil)}
	}
	var plays []*config.Written
	var unchosen []proof.Remark
	for _, folder := range folders {
		read, err := folder.written()
		plays = append(plays, read...)
		var works []proof.Work
		for _, play := range read {
			works = append(works, workOn(play))
		}
		unchosen = append(unchosen, proof.NeverChosen(works)...)
		if err := errors.Join(found.add(err), found.beside(folder, read)); err != nil {
			return found, err
		}
	}
	read, err := readFiles(files)
	plays = append(plays, read...)
	if err := found.add(err); err != nil || len(found.Errors) > 0 {
		return found, err
	}
	for _, play := range plays {
		read, err := proof.Read(workOn(play))
		if err != nil {
			return found, err
		}
		found.Plays = append(found.Plays, read)
		found.Warnings = append(found.Warnings, read.Remarks...)
	}
	found.Warnings = append(found.Warnings, unchosen...)
	return found, nil
}

// workOn is a play as proofreaders read it.
func workOn(play *config.Written) proof.Work {
	return proof.Work{Play: play.Play, File: play.File, Unsure: play.Unsure(), Place: play.Place, PlaceIn: play.PlaceIn}
}

// beside adds what is wrong with the journey and the scenarios of a folder.
func (f *findings) beside(folder playbookFolder, plays []*config.Written) error {
	if folder.hasWay() {
		_, err := folder.way("")
		if err := f.add(err); err != nil {
			return err
		}
	}
	scenarios, err := folder.scenarios()
	if err != nil {
		return f.add(err)
	}
	for _, one := range scenarios {
		trigger := config.TriggerOf(one, plays)
		if len(plays) == 0 {
			trigger = "unknown" // what is wrong with the plays is said already
		}
		_, err := config.ParseScenarios(one.File, one.Data, trigger)
		if err := f.add(err); err != nil {
			return err
		}
	}
	return nil
}

// readFiles reads files that are named one by one: plays, as one playbook, and
// journeys.
func readFiles(files []string) ([]*config.Written, error) {
	var plays []string
	var errs []error
	for _, file := range files {
		switch {
		case filepath.Base(file) == config.JourneyFile:
			_, err := config.LoadJourney(file)
			errs = append(errs, err)
		case config.IsScenarios(file):
			errs = append(errs, config.Errors{{File: file, Wrong: "this holds scenarios", Right: "name their folder: what they say hangs on the plays beside them"}})
		default:
			plays = append(plays, file)
		}
	}
	read, err := config.LoadWrittenFiles(plays...)
	return read, errors.Join(append(errs, err)...)
}

// sorted tells folders from files. What is not there is taken for a folder where it
// does not look like a file, so that it is refused as one.
func sorted(args []string) (folders []playbookFolder, files []string) {
	for _, arg := range args {
		info, err := os.Stat(arg)
		looksLikeAFile := slices.Contains([]string{".yaml", ".yml"}, strings.ToLower(filepath.Ext(arg)))
		if (err == nil && info.IsDir()) || (err != nil && !looksLikeAFile) {
			folders = append(folders, playbookFolder{arg})
			continue
		}
		files = append(files, arg)
	}
	return folders, files
}

func number(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}
