package backtest

import (
	"bufio"
	"bytes"
	"testing"
	"time"

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
