package backtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"makegood/config"
	"makegood/recovery"
)

func one(id string, more string) string {
	return fmt.Sprintf(`{"id":"%s","trigger":"flight.delayed","experience":"e-%s","observed_at":"2026-01-02T10:00:00Z","customer":{"id":"c-%s"}%s}`+"\n", id, id, id, more)
}

const late = `,"measures":{"delay_minutes":150},"resolved":true`

func TestWhatCannotBeUsedIsNamed(t *testing.T) {
	first := one("1", late) + "\n  \nnonsense\n" + one("2", `,"measures":{"delay_minutes":null}`) + one("3", "") + strings.Replace(one("4", late), "flight.delayed", "flight.lost", 1)
	second := one("5", late) + strings.Replace(one("6", late), "2026", "2999", 1) + one("7", late)
	files := []Input{input([]byte(first)), input([]byte(second))}
	files[1].Name = "second.ndjson"
	result, err := Run(t.Context(), Options{Inputs: files, Play: shipped(t, "late-flight"), Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	read := result.Read
	if read.Lines != 8 || read.Observations != 5 || read.Unusable != 4 || read.NoPlay != 1 || read.Triggers["flight.lost"] != 1 || result.Plays[0].Recoveries != 3 {
		t.Errorf("%+v, %d recoveries", read, result.Plays[0].Recoveries)
	}
	var got []string
	for _, fault := range read.FirstUnusable {
		got = append(got, fault.Error())
	}
	want := []string{
		"flights.ndjson:4: this is no JSON; send an observation as a JSON object",
		"flights.ndjson:5: measures.delay_minutes: this is null; send a number, or leave it out",
		"flights.ndjson:6: measures.delay_minutes: the play late-flight decides by this measure, and it is not here; send it, or resolved: true when the experience is over",
		"second.ndjson:2: observed_at: this lies in the future; send when it was observed",
	}
	if difference := cmp.Diff(want, got); difference != "" {
		t.Error(difference)
	}
	_, err = Run(t.Context(), Options{Inputs: files, Play: shipped(t, "late-flight"), Now: clock, Strict: true, Workers: 1})
	var fault Fault
	if !errors.As(err, &fault) || fault.Line != 4 {
		t.Errorf("strict: %v", err)
	}
}

// Where plays are named, what other triggers bring is one figure. It still counts
// where an incident of theirs has been made good already.
func TestOnlyTheTriggersOfNamedPlaysCount(t *testing.T) {
	book := func(once string) Playbook {
		var plays []*recovery.Play
		for _, text := range []string{
			yaml1 + "measure: delay_minutes\n" + once + tiers,
			strings.Replace(strings.Replace(yaml1, "play: train", "play: bus", 1), "train.late", "bus.late", 1) + "when: 'has(attributes.bus)'\nmeasure: delay_minutes\n" + once + tiers,
		} {
			play, err := config.ParsePlay("play.yaml", []byte(text))
			if err != nil {
				t.Fatal(err)
			}
			plays = append(plays, play)
		}
		return config.NewPlaybook(plays...)
	}
	bus := func(line string) string { return strings.ReplaceAll(line, "train.late", "bus.late") }
	lines := bus(said("a", "1", 0, minutes(40, over+`,"incident":"storm","attributes":{"bus":1}`))) + said("a", "2", 5, minutes(20, over+`,"incident":"storm"`)) +
		bus(said("b", "1", 0, minutes(40, over))) + // no play applies
		bus(said("c", "1", 0, `,"attributes":{"bus":1}`)) + // it has not what the play decides by
		strings.ReplaceAll(said("d", "1", 0, minutes(40, over)), "train.late", "tram.late") // no play
	for once, want := range map[string][2]int64{"": {1, 0}, "once_per: incident\n": {0, 1}} {
		result, err := Run(t.Context(), Options{Inputs: []Input{input([]byte(lines))}, Play: book(once), Only: []string{"train"}, Now: clock})
		if err != nil {
			t.Fatal(err)
		}
		read, side := result.Read, result.Sides[0]
		if read.Elsewhere != 4 || read.Unusable != 0 || read.NoPlay != 0 || len(read.Triggers) != 0 || side.Inapplicable != 0 || side.Unusable != 0 || side.NoPlay != 0 {
			t.Errorf("%q: %+v, %+v", once, read, side)
		}
		if play := result.Plays[0]; len(result.Plays) != 1 || play.Recoveries != want[0] || play.Stacked != want[1] {
			t.Errorf("%q: %d recoveries, %d stacked, want %v", once, play.Recoveries, play.Stacked, want)
		}
	}
}

func TestOfVeryManyOnlyTheFirstAreNamed(t *testing.T) {
	text := strings.Repeat("x\n", 300_000) + one("1", late)
	result, err := Run(t.Context(), Options{Inputs: []Input{input([]byte(text))}, Play: shipped(t, "late-flight")})
	if err != nil {
		t.Fatal(err)
	}
	if result.Read.Unusable != 300_000 || len(result.Read.FirstUnusable) != 10 || result.Read.FirstUnusable[9].Line != 10 || result.Plays[0].Recoveries != 1 {
		t.Errorf("%+v", result.Read)
	}
}

// Lines around the sizes at which a chunk or a line ends.
func TestLongLines(t *testing.T) {
	for _, length := range []int{1000, maxLine - 1, maxLine, maxLine + 1, chunkSize - 1, chunkSize, chunkSize + 1, 3 * chunkSize, 3*chunkSize + 5} {
		for _, ended := range []bool{true, false} {
			text := one("1", late) + one("2", late) + "?" + strings.Repeat(" ", length-1) + "\n" + one("3", late) + "nonsense\n" + one("4", late)
			if !ended {
				text = strings.TrimSuffix(text, "\n")
			}
			result, err := Run(t.Context(), Options{Inputs: []Input{input([]byte(text))}, Play: shipped(t, "late-flight")})
			if err != nil {
				t.Fatal(err)
			}
			faults := result.Read.FirstUnusable
			if result.Read.Lines != 6 || result.Plays[0].Recoveries != 4 || len(faults) != 2 || faults[0].Line != 3 || faults[1].Line != 5 {
				t.Errorf("%d: %+v", length, result.Read)
			}
			if tooLong := length > maxLine; strings.Contains(faults[0].Why, "larger") != tooLong {
				t.Errorf("%d: %s", length, faults[0].Why)
			}
		}
	}
}

func TestPackedFilesAreReadAlike(t *testing.T) {
	text := newFlights(31, 100).lines(2000)
	want := answered(t, Options{Inputs: []Input{input(text)}, Play: shipped(t, "late-flight")})
	pack := map[string]func(io.Writer) io.WriteCloser{
		"gzip": func(to io.Writer) io.WriteCloser { return gzip.NewWriter(to) },
		"zstd": func(to io.Writer) io.WriteCloser {
			packer, err := zstd.NewWriter(to)
			if err != nil {
				t.Fatal(err)
			}
			return packer
		},
	}
	for name, pack := range pack {
		t.Run(name, func(t *testing.T) {
			var packed bytes.Buffer
			for half := range 2 { // packed files may be put one after the other
				packer := pack(&packed)
				lines := bytes.SplitAfter(text, []byte("\n"))
				if _, err := packer.Write(bytes.Join(lines[half*1000:][:1000+half*(len(lines)-2000)], nil)); err != nil {
					t.Fatal(err)
				}
				if err := packer.Close(); err != nil {
					t.Fatal(err)
				}
			}
			if difference := cmp.Diff(want, answered(t, Options{Inputs: []Input{input(packed.Bytes())}, Play: shipped(t, "late-flight")})); difference != "" {
				t.Error(difference)
			}
			cut := input(packed.Bytes()[:packed.Len()-20])
			if _, err := Run(t.Context(), Options{Inputs: []Input{cut}, Play: shipped(t, "late-flight")}); err == nil || !strings.Contains(err.Error(), "flights.ndjson: after line ") {
				t.Errorf("a file that was cut short: %v", err)
			}
		})
	}
}

func TestNothingToReadIsNothing(t *testing.T) {
	result, err := Run(t.Context(), Options{Inputs: []Input{input(nil), input([]byte("\n\n"))}, Play: shipped(t, "late-flight")})
	if err != nil || result.Read.Lines != 0 || len(result.Plays) != 1 || result.Plays[0].Recoveries != 0 {
		t.Errorf("%+v, %v", result, err)
	}
	if _, err := Run(t.Context(), Options{Play: shipped(t, "late-flight"), Only: []string{"later-flight"}}); err == nil || !strings.Contains(err.Error(), "late-flight") {
		t.Errorf("a play that is not there: %v", err)
	}
}

func TestItEndsWhenItIsAskedTo(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	_, err := Run(ctx, Options{
		Inputs: []Input{{Name: "endless", Open: func() (io.ReadCloser, error) { return io.NopCloser(newEndless(1 << 40)), nil }}},
		Play:   shipped(t, "late-flight"), Read: func(int64) { stop() },
	})
	if !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// The names in the JSON are a promise to those who read it by program.
func TestTheJSONHasItsShape(t *testing.T) {
	text := one("1", late) + one("2", `,"measures":{"delay_minutes":200},"resolved":true,"payment":{"payment_intent":"pi_1","amount":1001,"currency":"usd"}`) +
		one("3", `,"measures":{"delay_minutes":5},"resolved":true`) + one("4", `,"measures":{"delay_minutes":5}`)
	result, err := Run(t.Context(), Options{Inputs: []Input{input([]byte(text))}, Play: shipped(t, "late-flight")})
	if err != nil {
		t.Fatal(err)
	}
	written, err := json.Marshal(result)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Plays []struct {
			Play, Trigger                                                              string
			Version, Observations, Recoveries, Dismissed, Watching, Customers, Repeats int
			Tiers                                                                      []struct {
				AtLeast          float64 `json:"at_least"`
				Recoveries       int
				Refunds, Credits map[string]int64
				Coupons          int
			}
			Cost map[string]int64
			Days []struct {
				Date string
				Cost map[string]int64
			}
		}
	}
	if err := json.Unmarshal(written, &got); err != nil {
		t.Fatal(err)
	}
	play := got.Plays[0]
	if play.Play != "late-flight" || play.Version != 3 || play.Observations != 4 || play.Recoveries != 2 || play.Dismissed != 1 || play.Watching != 1 || play.Customers != 2 ||
		play.Tiers[0].AtLeast != 120 || play.Tiers[0].Coupons != 1 || play.Tiers[1].Refunds["usd"] != 251 || play.Tiers[1].Credits == nil || play.Cost["usd"] != 251 ||
		play.Days[0].Date != "2026-01-02" || play.Days[0].Cost["usd"] != 251 {
		t.Errorf("%s", written)
	}
}
