package backtest

import (
	"bufio"
	"bytes"
	"testing"
	"time"

	"makegood/config"
	"makegood/recovery"
)

const benchFlights = 400_000

// BenchmarkBacktest is the whole, parsing included, on as many processors as there are.
func BenchmarkBacktest(b *testing.B) {
	text := newFlights(1, benchFlights/3).lines(benchFlights)
	play := shipped(b, "late-flight")
	observations := 0
	b.SetBytes(int64(len(text)))
	b.ResetTimer()
	for b.Loop() {
		result, err := Run(b.Context(), Options{Inputs: []Input{input(text)}, Play: play})
		if err != nil {
			b.Fatal(err)
		}
		observations += int(result.Read.Observations)
	}
	b.ReportMetric(float64(observations)/b.Elapsed().Seconds(), "observations/s")
}

// BenchmarkReading is the parsing and the checks alone, on one processor.
func BenchmarkReading(b *testing.B) {
	text := newFlights(1, benchFlights/3).lines(benchFlights / 4)
	for name, parse := range map[string]func(*reader, []byte) error{
		"quick": (*reader).parse,
		"strict": func(r *reader, line []byte) error {
			o, err := recovery.ParseObservation(line)
			if err != nil {
				return err
			}
			return o.Check(r.now)
		},
	} {
		b.Run(name, func(b *testing.B) {
			r := &reader{now: time.Now(), sound: newSound(time.Now())}
			each(b, text, func(line []byte) {
				if err := parse(r, line); err != nil {
					b.Fatal(err)
				}
			})
		})
	}
}

// BenchmarkScanning only looks for the ends of the lines, on one processor.
func BenchmarkScanning(b *testing.B) {
	text := newFlights(1, benchFlights/3).lines(benchFlights / 4)
	each(b, text, func([]byte) {})
}

func each(b *testing.B, text []byte, do func(line []byte)) {
	lines := 0
	b.SetBytes(int64(len(text)))
	b.ResetTimer()
	for b.Loop() {
		scanner := bufio.NewScanner(bytes.NewReader(text))
		scanner.Buffer(make([]byte, 256<<10), 1<<20)
		for scanner.Scan() {
			do(scanner.Bytes())
			lines++
		}
	}
	b.ReportMetric(float64(lines)/b.Elapsed().Seconds(), "observations/s")
}

// A condition over what many observations have in common, and a cause.
func BenchmarkConditions(b *testing.B) {
	text := bytes.ReplaceAll(newFlights(1, benchFlights/3).lines(benchFlights), []byte(`"attributes":{`), []byte(`"attributes":{"country":"GB",`))
	play, err := config.ParsePlay("play.yaml", []byte(`
play: late-here
version: 1
trigger: flight.delayed
when: 'attributes.country == "GB"'
measure: delay_minutes
exempt: {cause: [weather]}
tiers:
  - {at_least: 120, remedy: {refund: {percent: 25}}}
apology: {channels: [sms], text: {en: "{{.Remedy}}"}}
`))
	if err != nil {
		b.Fatal(err)
	}
	observations := 0
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		result, err := Run(b.Context(), Options{Inputs: []Input{input(text)}, Play: bookOf(play)})
		if err != nil || result.Plays[0].Recoveries == 0 {
			b.Fatalf("%+v, %v", result, err)
		}
		observations += int(result.Read.Observations)
	}
	b.ReportMetric(float64(observations)/b.Elapsed().Seconds(), "observations/s")
}
