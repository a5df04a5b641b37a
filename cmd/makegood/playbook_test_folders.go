package main

import (
	"context"
	"errors"
	"path/filepath"
	"slices"

	"makegood/config"
	"makegood/internal/rehearsal"
)

// rehearse runs the scenarios of what the arguments name: of folders all of them, of
// files those in them, against the plays of the folder in which they lie.
func rehearse(ctx context.Context, args []string, options rehearsal.Options) (*rehearsal.Result, error) {
	folders, files := sorted(args)
	if len(args) == 0 {
		if folder := theFolder(nil); folder.dir != "" {
			folders = append(folders, folder)
		} else {
			return rehearseShipped(ctx, options)
		}
	}
	whole := &rehearsal.Result{Files: []rehearsal.FileResult{}}
	for _, folder := range folders {
		result, err := rehearsal.Run(ctx, folder.dir, options)
		if err != nil {
			return nil, err
		}
		add(whole, result)
	}
	byFolder := map[string][]config.ScenarioText{}
	var order []string
	for _, file := range files {
		text, err := config.ReadScenarios(file)
		if err != nil {
			return nil, err
		}
		dir := filepath.Dir(file)
		if !slices.Contains(order, dir) {
			order = append(order, dir)
		}
		byFolder[dir] = append(byFolder[dir], text)
	}
	for _, dir := range order {
		book, err := config.LoadPlaybook(dir)
		if err != nil {
			return nil, err
		}
		result, err := rehearsal.RunTexts(ctx, book, byFolder[dir], options, rehearsal.Overwrite)
		if err != nil {
			return nil, err
		}
		add(whole, result)
	}
	return whole, nil
}

func rehearseShipped(ctx context.Context, options rehearsal.Options) (*rehearsal.Result, error) {
	book, err := config.LoadPlaybookFS(config.Shipped())
	if err != nil {
		return nil, err
	}
	texts, err := config.FindScenariosFS(config.Shipped())
	if err != nil {
		return nil, err
	}
	return rehearsal.RunTexts(ctx, book, texts, options, func(string, string) error {
		return errors.New("the scenarios that ship cannot be written; name the folder of your own with --update")
	})
}

// add puts what came of some scenarios to what came of others.
func add(whole, more *rehearsal.Result) {
	whole.Files = append(whole.Files, more.Files...)
	whole.Scenarios += more.Scenarios
	whole.Passed += more.Passed
	whole.Failed += more.Failed
	whole.Updated += more.Updated
	whole.Seconds += more.Seconds
	whole.Errors = append(whole.Errors, more.Errors...)
}
