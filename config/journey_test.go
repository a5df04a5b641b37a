package config_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"makegood/config"
	"makegood/internal/journey"
)

const soundJourney = `journey: A flight
about: >
  From the booking
  to the bags.
stages:
  - stage: Book
    about: Pays.
    failures:
      - name: Paid twice
        trigger: payment.doubled
        cause: a timeout
        fixed_on_the_spot: the second one is voided
      - {name: No mail, fixed_on_the_spot: true}
  - stage: Fly
    failures:
      - {name: It lands late, trigger: flight.delayed, fixed_on_the_spot: false}
      - {name: The wifi is down, trigger: wifi.down, monitor: {from: the aerials, silent_after: 6h}}
  - stage: Afterwards
`

func TestParseJourney(t *testing.T) {
	got, err := config.ParseJourney("journey.yaml", []byte(soundJourney))
	if err != nil {
		t.Fatal(err)
	}
	want := &journey.Journey{Name: "A flight", About: "From the booking to the bags.", Stages: []journey.Stage{
		{Name: "Book", About: "Pays.", Failures: []journey.Failure{
			{Name: "Paid twice", Trigger: "payment.doubled", Cause: "a timeout", Fixed: true, Fix: "the second one is voided"},
			{Name: "No mail", Fixed: true},
		}},
		{Name: "Fly", Failures: []journey.Failure{{Name: "It lands late", Trigger: "flight.delayed"}, {Name: "The wifi is down", Trigger: "wifi.down", Monitor: "the aerials; silent after 6h"}}},
		{Name: "Afterwards"},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestParseJourneyRefuses(t *testing.T) {
	for name, c := range map[string]struct{ old, new, at, wrong, right string }{
		"no name":            {"journey: A flight\n", "", "1:1", "this is missing", "name the journey"},
		"no stages":          {soundJourney, "journey: A flight\n", "1:1", "this is missing", "- {stage: Book}"},
		"empty stages":       {soundJourney, "journey: A flight\nstages: []\n", "2:9", "there is no stage", "at least one"},
		"nothing":            {soundJourney, "", "1:1", "there is nothing in this file", "write journey:"},
		"a mistyped field":   {"failures:\n      - name: Paid", "failure:\n      - name: Paid", "8:5", "there is no such field", "did you mean failures?"},
		"a failure's field":  {"cause:", "reason:", "11:9", "there is no such field", "cause, fixed_on_the_spot, monitor, name, trigger"},
		"no failure's name":  {"{name: No mail, ", "{", "13:9", "this is missing", "lands late"},
		"a trigger":          {"payment.doubled", "Payment doubled", "10:18", `"Payment doubled" cannot be a name`, "flight.delayed"},
		"a stage twice":      {"stage: Afterwards", "stage: Book", "18:12", `"Book" stands in line 6 already`, "name of its own"},
		"a failure twice":    {"{name: No mail", "{name: Paid twice", "13:16", `"Paid twice" stands in line 9 already`, "name of its own"},
		"a list for a fix":   {"the second one is voided", "[a]", "12:28", "this is a list", "write true, or how"},
		"a name too long":    {"It lands late", strings.Repeat("x", 201), "16:16", "this has 201 characters", "at most 200"},
		"a monitor of what":  {"trigger: wifi.down, ", "", "17:43", "this does not say what it would hear", "write trigger:"},
		"a monitor's field":  {"silent_after: 6h", "silence: 6h, silent_after: 6h", "17:83", "there is no such field", "from, silent_after"},
		"half a monitor":     {", silent_after: 6h", "", "17:63", "this is missing", "silent_after: 6h"},
		"a stage of nothing": {"stage: Afterwards", "stage:", "18:12", "this is empty", "write a text"},
	} {
		t.Run(name, func(t *testing.T) {
			if strings.Count(soundJourney, c.old) != 1 {
				t.Fatalf("%q does not stand once in the sound journey", c.old)
			}
			_, err := config.ParseJourney("j.yaml", []byte(strings.Replace(soundJourney, c.old, c.new, 1)))
			var all config.Errors
			if !errors.As(err, &all) || len(all) != 1 {
				t.Fatalf("want one error, got:\n%v", err)
			}
			if at := fmt.Sprintf("%d:%d", all[0].Line, all[0].Column); at != c.at || all[0].Wrong != c.wrong || !strings.Contains(all[0].Right, c.right) {
				t.Errorf("got %v", all[0])
			}
		})
	}
}

// Each play that ships stands in the journey that ships.
func TestTheShippedJourneyNamesEveryTrigger(t *testing.T) {
	drawn, err := config.LoadJourneyFS(config.Shipped())
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, stage := range drawn.Stages {
		for _, failure := range stage.Failures {
			named[failure.Trigger] = true
		}
	}
	for _, trigger := range shipped(t).Triggers() {
		if !named[trigger] {
			t.Errorf("%s stands nowhere in journey.yaml", trigger)
		}
	}
}

func TestAJourneyThatIsNotThere(t *testing.T) {
	if _, err := config.LoadJourneyFS(fstest.MapFS{}); err == nil || !strings.Contains(err.Error(), "journey.yaml: the journey cannot be read: file does not exist; write journey:") {
		t.Error(err)
	}
	if _, err := config.LoadJourney(t.TempDir() + "/journey.yaml"); err == nil || !strings.Contains(err.Error(), "/journey.yaml: the journey cannot be read: no such file or directory") {
		t.Error(err)
	}
}

func TestWhatIsNoPlayIsLeftAlone(t *testing.T) {
	book, err := config.LoadPlaybookFS(fstest.MapFS{
		"a.yaml": file(sound), "journey.yaml": file("{"), "a.test.yaml": file("{"), "deep/Journey.yml": file("{"), "deep/b.test.yml": file("{"),
		"my-journey.yaml": file(other("b", "b")), "atest.yaml": file(other("c", "c")),
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"b", "c", "flight.delayed"}, book.Triggers()); diff != "" {
		t.Error(diff)
	}
}
