package config_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"time"

	"makegood/config"
)

// FuzzParseScenarios holds that whatever is in a file, it is either refused with a place
// and a reason, or scenarios in which something happens.
func FuzzParseScenarios(f *testing.F) {
	f.Add([]byte(soundScenarios))
	f.Add([]byte("scenarios: [{name: a, observe: [{}]}]"))
	files, _ := fs.Glob(config.Shipped(), "*.test.yaml")
	for _, name := range files {
		data, err := fs.ReadFile(config.Shipped(), name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := config.ParseScenarios("x.yaml", data, "flight.delayed")
		if err != nil {
			var all config.Errors
			if file != nil || !errors.As(err, &all) || len(all) == 0 {
				t.Fatalf("%v, %v", file, err)
			}
			for _, e := range all {
				if e.File != "x.yaml" || e.Wrong == "" || e.Right == "" || (e.Line == 0) != (e.Column == 0) {
					t.Errorf("%+v", e)
				}
			}
			return
		}
		for _, scenario := range file.Scenarios {
			if scenario.Name == "" || len(scenario.Observed)+len(scenario.Complaints) == 0 {
				t.Errorf("nothing happens: %+v", scenario)
			}
			for _, one := range scenario.Observed {
				if err := one.Observation.Check(scenario.Start.Add(one.At)); err != nil {
					t.Errorf("the gateway would refuse it: %v", err)
				}
			}
		}
	})
}

// Hostile files are refused at once, with a clear word.
func TestParseScenariosHostile(t *testing.T) {
	bomb := "a: &a [x, x, x, x, x, x, x, x, x]\n"
	for c := 'b'; c < 'm'; c++ {
		before := string(c - 1)
		bomb += string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+before+", ", 8) + "*" + before + "]\n"
	}
	head := "scenarios: [{name: a, observe: [{measures: {delay_minutes: 1}, "
	for name, c := range map[string]struct{ text, wrong string }{
		"large":         {strings.Repeat("# x\n", 1<<18+1), "this file is larger than 1 MiB"},
		"many words":    {"scenarios: [" + strings.Repeat("{}, ", 60_000) + "]", "this file holds more than 100000 words and signs"},
		"deep":          {strings.Repeat("[", 5000), "this is nested too deeply"},
		"no UTF-8":      {"scenarios: \xff", "the byte 0xff is not UTF-8"},
		"control":       {"scenarios: \x00", "the control character U+0000 cannot stand in YAML"},
		"aliases":       {bomb + head + "attributes: {x: *l}}], expect: {stage: delivered}}]", "this is nested too deeply"},
		"many times":    {head + "times: 999999999, every: 1s}]}]", "this is 999999999"},
		"for ever":      {head + "at: 36500d}]}]", "36500d is too far from the start, 2026-01-05T12:00:00Z"},
		"every century": {head + "times: 1000, every: 36500d}]}]", "36500d is too long"},
		"many lines":    {"scenarios: [{name: a, observe: [" + strings.Repeat("{measures: {m: 1}, times: 1000, every: 1s}, ", 9) + "]}]", "more than 5000 observations are made by here"},
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			_, err := config.ParseScenarios("x.yaml", []byte(c.text), "flight.delayed")
			if took := time.Since(began); took > 10*time.Second { // a hundredth of it where nothing else runs
				t.Errorf("it took %s", took)
			}
			var all config.Errors
			if !errors.As(err, &all) {
				t.Fatalf("taken, or no Errors: %v", err)
			}
			found := false
			for _, e := range all {
				found = found || e.Wrong == c.wrong
			}
			if !found {
				t.Error(err)
			}
		})
	}
}
