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
		Long: `Says everything that is wrong with plays, and with the journey beside them, at once:
file, line, column, and what would be right. Where nothing is wrong it says how many
text messages the words come to, and warns of words that promise to do better or that
sell, of links and codes in long texts, and of what a play leaves out.

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

func (f *findings) add(err error) error {
	var all config.Errors
	if err != nil && !errors.As(err, &all) {
		return err
	}
	for _, one := range all {
		f.Errors = append(f.Errors, wrong(one))
	}
	return nil
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
	take := func(read []*config.Written, err error) error {
		plays = append(plays, read...)
		return found.add(err)
	}
	for _, folder := range folders {
		err := take(folder.written())
		if err == nil && folder.hasWay() {
			_, wrongWay := folder.way("")
			err = found.add(wrongWay)
		}
		if err != nil {
			return found, err
		}
	}
	var playFiles []string
	for _, file := range files {
		if filepath.Base(file) != config.JourneyFile {
			playFiles = append(playFiles, file)
			continue
		}
		if _, err := config.LoadJourney(file); found.add(err) != nil {
			return found, err
		}
	}
	if len(playFiles) > 0 {
		if err := take(config.LoadWrittenFiles(playFiles...)); err != nil {
			return found, err
		}
	}
	if len(found.Errors) > 0 {
		return found, nil
	}
	for _, play := range plays {
		read, err := proof.Read(proof.Work{Play: play.Play, File: play.File, Place: play.Place, PlaceIn: play.PlaceIn})
		if err != nil {
			return found, err
		}
		found.Plays = append(found.Plays, read)
		found.Warnings = append(found.Warnings, read.Remarks...)
	}
	return found, nil
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
