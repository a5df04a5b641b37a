package rehearsal

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

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
	story := slices.DeleteFunc(slices.Clone(state.Story), isReminder)
	width := 0
	for _, line := range story {
		width = max(width, len(o.after(line.At)))
	}
	for i := 0; i < len(story); i++ {
		line := story[i]
		what := line.What
		if line.Proof != "" {
			what += " [" + line.Proof + "]"
		}
		lines = append(lines, fmt.Sprintf("  %*s  %s", width, o.after(line.At), what))
		if words := told[line.Proof]; words != nil {
			lines = append(lines, fmt.Sprintf("  %*s    %s to %s: %q", width, "", spoken(words), words.To, words.Words))
			delete(told, line.Proof)
		}
		if again := repeats(story[i+1:], line.What, told); again >= fewestFolded {
			i += again
			lines = append(lines, fmt.Sprintf("  %*s  … %s times more", width, o.after(story[i].At), message.NewPrinter(language.English).Sprint(again)))
		}
	}
	if next := state.Next; next != "" && !state.Stage.Ended() {
		lines = append(lines, fmt.Sprintf("  %*s  Next: %s", width, "", next))
	}
	return lines
}

// fewestFolded is how many repeats of a line are worth one line that counts them.
const fewestFolded = 3

// repeats is how many lines in front say the same, with no words under them.
func repeats(story []recovery.Happened, what string, told map[string]*Message) int {
	differs := func(line recovery.Happened) bool { return line.What != what || told[line.Proof] != nil }
	if i := slices.IndexFunc(story, differs); i >= 0 {
		return i
	}
	return len(story)
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
