package config

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"makegood/internal/journey"
)

// JourneyFile is the name under which a playbook's folder holds its journey.
const JourneyFile = "journey.yaml"

const whatAJourneyIs = "write journey: its name, and stages: a list of - {stage: …, failures: […]}"

// LoadJourney reads a journey from a file. It returns Errors with everything that
// is wrong.
func LoadJourney(file string) (*journey.Journey, error) {
	dir, name := filepath.Split(file)
	return loadJourney(os.DirFS(filepath.Clean(dir)), name, file)
}

// LoadJourneyFS reads the journey in a file system's root.
func LoadJourneyFS(files fs.FS) (*journey.Journey, error) {
	return loadJourney(files, JourneyFile, JourneyFile)
}

func loadJourney(files fs.FS, name, shown string) (*journey.Journey, error) {
	data, err := readFile(files, name)
	if err != nil {
		return nil, Errors{{File: shown, Wrong: "the journey cannot be read: " + reason(err), Right: whatAJourneyIs}}
	}
	return ParseJourney(shown, data)
}

// ParseJourney reads a journey. The file is only named in errors. It returns
// Errors with everything that is wrong.
func ParseJourney(file string, data []byte) (*journey.Journey, error) {
	doc := newDocument(file)
	body := doc.parse(data)
	read := &journey.Journey{}
	if body != nil {
		doc.places[""] = nodePlace(body)
		*read = field{doc: doc, node: doc.resolve(body)}.journey()
	}
	if err := doc.errors.ofAJourney().sorted(); err != nil {
		return nil, err
	}
	return read, nil
}

// ofAJourney says of an empty journey what a journey is, where the reader of all
// files says what a play is.
func (es Errors) ofAJourney() Errors {
	for i, e := range es {
		if strings.HasPrefix(e.Right, "write a play:") {
			es[i].Right = whatAJourneyIs
		}
	}
	return es
}

// What bounds a journey, so that its drawing can be looked at.
const (
	maxStages   = 50
	maxFailures = 50 // in a stage
)

func (f field) journey() (read journey.Journey) {
	m := f.mapping("journey", "about", "stages")
	m.need("journey", "name the journey, such as A flight, from the booking to the bags").label(&read.Name)
	m.may("about").note(&read.About)
	stages := m.need("stages", "write them in the order in which the customer comes to them: - {stage: Book}")
	items := stages.list()
	switch {
	case stages.exists() && len(items) == 0 && f.doc.sound(stages.path):
		stages.refuse("there is no stage", "write at least one: - {stage: Book}")
	case len(items) > maxStages:
		stages.refuse(fmt.Sprintf("there are %d stages", len(items)), fmt.Sprintf("write at most %d", maxStages))
		return read
	}
	known := map[string]place{}
	for _, item := range items {
		read.Stages = append(read.Stages, item.stage(known))
	}
	return read
}

func (f field) stage(known map[string]place) (read journey.Stage) {
	m := f.mapping("stage", "about", "failures")
	name := m.need("stage", "name the stage, such as Book")
	name.label(&read.Name)
	name.once(known, read.Name)
	m.may("about").note(&read.About)
	failures := m.may("failures")
	items := failures.list()
	if len(items) > maxFailures {
		failures.refuse(fmt.Sprintf("there are %d failures", len(items)), fmt.Sprintf("write at most %d in a stage", maxFailures))
		return read
	}
	failed := map[string]place{}
	for _, item := range items {
		read.Failures = append(read.Failures, item.failure(failed))
	}
	return read
}

func (f field) failure(known map[string]place) (read journey.Failure) {
	m := f.mapping("name", "trigger", "cause", "fixed_on_the_spot", "monitor")
	name := m.need("name", "say what goes wrong, such as The flight lands late")
	name.label(&read.Name)
	name.once(known, read.Name)
	if trigger := m.may("trigger"); trigger.exists() {
		trigger.name(&read.Trigger, "flight.delayed")
	}
	m.may("cause").note(&read.Cause)
	m.may("fixed_on_the_spot").fix(&read)
	if monitor := m.may("monitor"); monitor.exists() {
		read.Monitor = monitor.monitor().String()
		if f.doc.sound(f.at("trigger")) && !m.may("trigger").exists() {
			monitor.refuse("this does not say what it would hear", "write trigger: as well, such as trigger: flight.delayed")
		}
	}
	return read
}
