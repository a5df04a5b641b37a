package backtest

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// packed is a text as it may lie in a file.
func packed(t *testing.T, text []byte) map[string][]byte {
	t.Helper()
	all := map[string][]byte{"": text}
	for name, pack := range map[string]func(io.Writer) io.WriteCloser{
		"gzip": func(to io.Writer) io.WriteCloser { return gzip.NewWriter(to) },
		"zstd": func(to io.Writer) io.WriteCloser { packer, _ := zstd.NewWriter(to); return packer },
	} {
		var out bytes.Buffer
		packer := pack(&out)
		if _, err := packer.Write(text); err != nil {
			t.Fatal(err)
		}
		if err := packer.Close(); err != nil {
			t.Fatal(err)
		}
		all[name] = out.Bytes()
	}
	return all
}

// What some editors put before the first line is no part of it.
func TestAByteOrderMarkIsPassedOver(t *testing.T) {
	text := newFlights(31, 100).lines(5000)
	want := answered(t, Options{Inputs: []Input{input(text)}, Play: shipped(t, "late-flight")})
	for name, file := range packed(t, append([]byte("\uFEFF"), text...)) {
		if difference := cmp.Diff(want, answered(t, Options{Inputs: []Input{input(file)}, Play: shipped(t, "late-flight")})); difference != "" {
			t.Errorf("%q: %s", name, difference)
		}
	}
	short := []byte("\uFEFF")
	if result, err := Run(t.Context(), Options{Inputs: []Input{input(short), input(short[:2])}, Play: shipped(t, "late-flight")}); err != nil || result.Read.Lines != 1 {
		t.Errorf("%v, %+v", err, result)
	}
}

// A list is refused with what to do, whether it is on one line, however long, or on many.
func TestAListIsRefused(t *testing.T) {
	line := strings.TrimSpace(one("1", late))
	for name, text := range map[string]string{
		"one line":   "[" + line + "," + line + "]",
		"many lines": "[\n  " + line + ",\n" + line + "\n]\n",
		"marked":     "\uFEFF\r\n[ {\n",
		"a long one": "[" + strings.Repeat(line+",", maxLine/len(line)+1) + line + "]",
		"longer":     "[" + strings.Repeat(line+",", chunkSize/len(line)+1) + line + "]",
		"empty":      "[]\n",
	} {
		for unpacks, file := range packed(t, []byte(text)) {
			_, err := Run(t.Context(), Options{Inputs: []Input{input(file)}, Play: shipped(t, "late-flight")})
			want := "jq -c '.[]' flights.ndjson | makegood backtest -"
			if unpacks != "" {
				want = unpacks + " -dc flights.ndjson | jq -c '.[]' | makegood backtest -"
			}
			if err == nil || !strings.HasPrefix(err.Error(), "flights.ndjson: this is one JSON list") || !strings.HasSuffix(err.Error(), ": "+want) {
				t.Errorf("%s, %q: %v", name, unpacks, err)
			}
		}
	}
	_, err := Run(t.Context(), Options{Inputs: []Input{File("-", strings.NewReader("[{}]"))}, Play: shipped(t, "late-flight")})
	if err == nil || !strings.HasSuffix(err.Error(), "… | jq -c '.[]' | makegood backtest -") {
		t.Error(err)
	}
	// What a program may have written before its lines.
	for _, text := range []string{"[2026-01-02 10:00] begin\n", "[INFO] begin\n"} {
		result, err := Run(t.Context(), Options{Inputs: []Input{input([]byte(text + one("1", late)))}, Play: shipped(t, "late-flight")})
		if err != nil || result.Plays[0].Recoveries != 1 || result.Read.Unusable != 1 {
			t.Errorf("%q: %v", text, err)
		}
	}
}
