package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"makegood/internal/journey"
	"makegood/recovery"
)

func playbookMapCommand() *cobra.Command {
	var svg, from string
	var strict bool
	command := &cobra.Command{
		Use:   "map [DIR]",
		Short: "Draw the journey, and which failure has a play, a monitor, or neither",
		Long: `Draws the journey in journey.yaml: its stages, where each can go wrong, and which
of these failures has a play, a monitor, or neither. Plays whose triggers stand
nowhere in the journey are drawn beside it. Where there is no journey.yaml, the plays
are drawn alone.

DIR is a playbook; without it, MAKEGOOD_PLAYBOOKS, else the plays that ship.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			folder := theFolder(args)
			drawn, err := drawJourney(folder, from)
			if err != nil {
				return err
			}
			if drawn.Alone() {
				defer sayHowToWriteAJourney(cmd.ErrOrStderr(), folder)
			}
			out := cmd.OutOrStdout()
			if svg == "-" {
				fmt.Fprint(out, drawn.SVG())
			} else {
				fmt.Fprint(out, drawn.Terminal(width(out), inColour(out)))
			}
			if svg != "" && svg != "-" {
				if err := os.WriteFile(svg, []byte(drawn.SVG()), 0o644); err != nil { //nolint:gosec // a picture to be shown around
					return fmt.Errorf("the drawing cannot be written: %w", err)
				}
			}
			if strict && drawn.Alone() {
				return errors.New("there is no journey, and so nothing says what else can go wrong")
			}
			if bare := drawn.Neither(); strict && len(bare) > 0 {
				return fmt.Errorf("neither a play nor a monitor:\n  %s", strings.Join(bare, "\n  "))
			}
			return nil
		},
	}
	command.Flags().StringVar(&svg, "svg", "", "write the drawing to this `file` as SVG; - prints it")
	command.Flags().StringVar(&from, "journey", "", "the journey's `file`; journey.yaml in the folder where it is left out")
	command.Flags().BoolVar(&strict, "strict", false, "exit 1 where a failure has neither a play nor a monitor, or where there is no journey")
	return command
}

// drawJourney reads the plays and the journey, and says what is wrong in both.
func drawJourney(folder playbookFolder, from string) (*journey.Map, error) {
	book, wrongPlays := folder.load()
	way, wrongWay := &journey.Journey{Name: "No journey yet", About: "These are the plays; where they stand in the way of a customer, no journey.yaml says."}, error(nil)
	if from != "" || folder.hasWay() {
		way, wrongWay = folder.way(from)
	}
	if err := errors.Join(wrongPlays, wrongWay); err != nil {
		return nil, err
	}
	var plays []journey.Play
	for _, play := range book.Plays() {
		plays = append(plays, drawnPlay(play))
	}
	return journey.Draw(*way, plays), nil
}

// drawnPlay is what a drawing says of a play.
func drawnPlay(play *recovery.Play) journey.Play {
	drawn := journey.Play{Name: play.Name, Version: play.Version, Trigger: play.Trigger, When: play.When, Clock: reckoned(&play.Clock)}
	if play.Monitor != nil {
		drawn.Monitor = play.Monitor.String()
	}
	for i, tier := range play.Tiers {
		var owed string
		switch play.Measure {
		case recovery.MeasureOpen:
			owed = "open for " + play.Label(i)
		case recovery.MeasureOccurrences:
			owed = fmt.Sprintf("%s within %s", play.Label(i), play.Within)
		default:
			owed = play.Measure + " ≥ " + play.Label(i)
		}
		owed += ": " + play.Gives(i)
		for _, way := range tier.Else {
			owed += ", else " + way.String()
		}
		drawn.Tiers = append(drawn.Tiers, owed)
	}
	return drawn
}
