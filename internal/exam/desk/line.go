package desk

import (
	"context"
	"fmt"

	"makegood/internal/exam/journey"
	"makegood/internal/exam/oracle"
	"makegood/internal/exam/report"
)

// Line judges journeys that rest, and counts.
func (d *Desk) Line(ctx context.Context, section string, journeys []*journey.Journey) (*report.Line, error) {
	line := &report.Line{Section: section, Cases: len(journeys), Recoveries: len(journeys)}
	verdicts, stray, err := d.Judge(ctx, journeys...)
	if err != nil {
		return nil, err
	}
	for _, verdict := range verdicts {
		story := ""
		if len(verdict.Findings) > 0 {
			story = d.story(ctx, verdict)
		}
		for _, finding := range verdict.Findings {
			line.Fail(verdict.Journey.Number, finding.Kind, fmt.Sprintf("%s: %s: %s%s", verdict.Journey.What, verdict.Journey.ID(), finding.What, story))
		}
	}
	for _, what := range stray {
		line.Fail(0, oracle.Unexplained, "nobody asked for the "+what)
	}
	for _, name := range d.Crew.Dead() {
		line.Fail(0, oracle.Unexplained, "the "+name+" ended by itself")
	}
	return line, nil
}

// Struck is how many requests the faults at the sandbox have spoiled.
func (d *Desk) Struck(ctx context.Context) (struck int, err error) {
	record, err := oracle.Read(ctx, d.Crew.House.SandboxURL())
	if err != nil {
		return 0, err
	}
	for _, fault := range record.Faults {
		struck += fault.Struck
	}
	return struck, nil
}
