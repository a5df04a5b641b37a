package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"makegood/config"
)

// sayHowToWriteAJourney prints the beginning of a journey in which each trigger of the
// plays has its failure.
func sayHowToWriteAJourney(out io.Writer, folder playbookFolder) {
	book, err := folder.load()
	if err != nil {
		return
	}
	fmt.Fprintf(out, "\nThere is no journey here. Write %s: what customers come through when all is\nwell, stage by stage, and all that can go wrong in each. It could begin so:\n\n%s",
		filepath.Join(folder.dir, config.JourneyFile), journeyToBegin(book))
}

// journeyToBegin is a journey of one stage, with a failure for each trigger of the plays.
func journeyToBegin(book *config.Playbook) string {
	var out strings.Builder
	out.WriteString("journey: From the first call to the last\nstages:\n  - stage: Everything, to be cut into stages\n    failures:\n")
	named := map[string]bool{}
	for _, play := range book.Plays() {
		if named[play.Trigger] {
			continue
		}
		named[play.Trigger] = true
		name := strings.TrimSuffix(strings.Join(strings.Fields(play.About), " "), ".")
		if name == "" || len(name) > longestField {
			name = play.Name
		}
		fmt.Fprintf(&out, "      - {name: %q, trigger: %s}\n", name, play.Trigger)
	}
	return out.String()
}
