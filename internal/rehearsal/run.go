package rehearsal

import (
	"context"
	"errors"
	"os"
	"regexp"
	"runtime"
	"sync"
	"time"

	"makegood/config"
)

// Options say which scenarios are run, and what is done with those that fail.
type Options struct {
	Run    *regexp.Regexp // of the names; nil: all
	Update bool           // write what happened into the files
}

// Result is what came of all scenarios of a playbook.
type Result struct {
	Files     []FileResult  `json:"files"`
	Scenarios int           `json:"scenarios"` // that were run
	Passed    int           `json:"passed"`
	Failed    int           `json:"failed"`
	Updated   int           `json:"updated,omitempty"` // files that were written
	Seconds   float64       `json:"seconds"`
	Errors    config.Errors `json:"-"` // of files that cannot be read
}

// FileResult is what came of one file.
type FileResult struct {
	File      string           `json:"file"`
	Scenarios []ScenarioResult `json:"scenarios"`
	Updated   bool             `json:"updated,omitempty"`
}

// ScenarioResult is what came of one scenario.
type ScenarioResult struct {
	Name         string    `json:"name"`
	Line         int       `json:"line"`
	Passed       bool      `json:"passed"`
	Milliseconds float64   `json:"milliseconds"`
	Failures     []Failure `json:"failures,omitempty"`
	Story        []string  `json:"story,omitempty"`

	outcome *Outcome
}

// Run carries out the scenarios of a playbook's folder. Whatever is wrong with the plays
// is an error; what is wrong with a file of scenarios is in the result, and the others
// are run.
func Run(ctx context.Context, dir string, options Options) (*Result, error) {
	book, err := config.LoadPlaybook(dir)
	if err != nil {
		return nil, err
	}
	texts, err := config.FindScenarios(dir)
	if err != nil {
		return nil, err
	}
	if len(texts) == 0 {
		return nil, config.Errors{{File: dir, Wrong: "there are no scenarios here", Right: "write them into files named NAME.test.yaml, beside the plays"}}
	}
	return RunTexts(ctx, book, texts, options, Overwrite)
}

// Overwrite keeps a changed text in the file that it came from.
func Overwrite(file, text string) error {
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	return os.WriteFile(file, []byte(text), info.Mode().Perm())
}

// RunTexts is Run of scenarios that are read already. Write is asked to keep a file
// that an update has changed.
func RunTexts(ctx context.Context, book *config.Playbook, texts []config.ScenarioText, options Options, write func(file, text string) error) (*Result, error) {
	began := time.Now()
	result := &Result{Files: []FileResult{}}
	var files []*config.ScenarioFile
	for _, text := range texts {
		file, err := config.ParseScenarios(text.File, text.Data, book.TriggerOf(text))
		var wrong config.Errors
		if errors.As(err, &wrong) || err == nil && len(check(book, file)) > 0 {
			if err == nil {
				wrong = check(book, file)
			}
			result.Errors = append(result.Errors, wrong...)
			continue
		}
		if err != nil {
			return nil, err
		}
		files = append(files, file)
		result.Files = append(result.Files, FileResult{File: file.File, Scenarios: []ScenarioResult{}})
	}
	result.rehearse(ctx, book, files, options.Run)
	if options.Update {
		if err := result.update(files, write); err != nil {
			return result, err
		}
	}
	result.count()
	result.Seconds = time.Since(began).Seconds()
	return result, ctx.Err()
}

// rehearse carries the scenarios out, as many at once as there are processors.
func (r *Result) rehearse(ctx context.Context, book *config.Playbook, files []*config.ScenarioFile, only *regexp.Regexp) {
	var all sync.WaitGroup
	places := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, file := range files {
		for j := range file.Scenarios {
			if scenario := &file.Scenarios[j]; only == nil || only.MatchString(scenario.Name) {
				r.Files[i].Scenarios = append(r.Files[i].Scenarios, ScenarioResult{Name: scenario.Name, Line: scenario.Line, outcome: &Outcome{Scenario: scenario}})
			}
		}
	}
	for i := range r.Files {
		for j := range r.Files[i].Scenarios {
			one := &r.Files[i].Scenarios[j]
			places <- struct{}{}
			all.Go(func() {
				defer func() { <-places }()
				one.rehearse(ctx, book)
			})
		}
	}
	all.Wait()
}

// Report is the failures of a scenario, and what happened instead, in lines.
func (r *ScenarioResult) Report(file string) []string { return r.outcome.Report(file, r.Failures) }

func (r *ScenarioResult) rehearse(ctx context.Context, book *config.Playbook) {
	if ctx.Err() != nil {
		r.Failures = []Failure{{Line: r.Line, Field: r.outcome.Scenario.Path, Got: "it was not run: " + ctx.Err().Error()}}
		return
	}
	r.outcome = Rehearse(ctx, book, r.outcome.Scenario)
	r.Milliseconds = float64(r.outcome.Took.Microseconds()) / 1000
	r.Failures = r.outcome.Failures()
	if r.Passed = len(r.Failures) == 0; !r.Passed && r.outcome.Err == nil {
		r.Story = r.outcome.Story()
	}
}

func (r *Result) count() {
	for _, file := range r.Files {
		for _, scenario := range file.Scenarios {
			r.Scenarios++
			if scenario.Passed {
				r.Passed++
			} else {
				r.Failed++
			}
		}
	}
}
