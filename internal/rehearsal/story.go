package rehearsal

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"makegood/config"
	"makegood/recovery"
)

// Story tells what happened, in plain words and in times after the start: of each
// recovery its stage, and who was told what.
func (o *Outcome) Story() []string {
	var lines []string
	for _, id := range o.Recoveries {
		state := o.last.states[id]
		parts, _ := recovery.ParseID(id)
		lines = append(lines, fmt.Sprintf("%s, experience %s, customer %s: %s", parts.Trigger, parts.Experience, parts.Customer, stageOf(&state)))
		lines = append(lines, o.chapter(id, &state)...)
	}
	if len(lines) == 0 {
		lines = append(lines, "Nothing happened.")
	}
	return lines
}

func stageOf(state *recovery.State) string {
	return strings.ReplaceAll(string(state.Stage), "_", " ")
}

// chapter is the story of one recovery. The words stand under the line that says what
// became of them.
func (o *Outcome) chapter(id string, state *recovery.State) (lines []string) {
	told := map[string]*Message{}
	for i := range o.Messages {
		if message := &o.Messages[i]; message.Recovery == id {
			told[message.order.id] = message
		}
	}
	moments := []string{}
	for _, line := range state.Story {
		moments = append(moments, o.after(line.At))
	}
	width := 0
	for _, moment := range moments {
		width = max(width, len(moment))
	}
	for i, line := range state.Story {
		if isReminder(line) {
			continue
		}
		what := line.What
		if line.Proof != "" {
			what += " [" + line.Proof + "]"
		}
		lines = append(lines, fmt.Sprintf("  %*s  %s", width, moments[i], what))
		if message := told[line.Proof]; message != nil {
			lines = append(lines, fmt.Sprintf("  %*s    %s to %s: %q", width, "", spoken(message), message.To, message.Words))
			delete(told, line.Proof)
		}
	}
	if next := state.Next; next != "" && !state.Stage.Ended() {
		lines = append(lines, fmt.Sprintf("  %*s  Next: %s", width, "", next))
	}
	return lines
}

func spoken(message *Message) string {
	if message.Subject == "" {
		return string(message.Channel)
	}
	return fmt.Sprintf("%s %q", message.Channel, message.Subject)
}

// after writes a time as one after the start.
func (o *Outcome) after(at time.Time) string {
	return config.Moment(at.Sub(o.Scenario.Start).Round(time.Second))
}

// Report is how a scenario's failures and its story are printed.
func (o *Outcome) Report(file string, failures []Failure) []string {
	var lines []string
	for _, failure := range failures {
		place := fmt.Sprintf("%s:%d", file, failure.Line)
		if failure.Column > 0 {
			place += fmt.Sprintf(":%d", failure.Column)
		}
		lines = append(lines, fmt.Sprintf("%s: %s: %s", place, failure.Field, failure.words()))
	}
	if o.Err == nil && len(o.Recoveries) > 0 {
		lines = append(lines, "What happened instead:")
		for _, line := range o.Story() {
			lines = append(lines, "  "+line)
		}
	}
	return slices.Clip(lines)
}

// words says what was expected, and what came.
func (f *Failure) words() string {
	if f.Want == "" {
		return f.Got
	}
	return fmt.Sprintf("expected %s, got %s", f.Want, f.Got)
}
