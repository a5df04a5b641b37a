package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"makegood/recovery"
)

func observeCommand() *cobra.Command {
	var gateway string
	command := &cobra.Command{
		Use:   "observe FILE…",
		Short: "Report observations from files, one JSON object a line; - is standard input",
		Long: `Reports observations to the gateway, from files with one JSON object a line.
Everything is checked before anything is sent. Sending a file twice is harmless.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			lines, err := readObservations(cmd.InOrStdin(), args)
			if err != nil {
				return err
			}
			return sendObservations(cmd.Context(), cmd.OutOrStdout(), gateway, lines)
		},
	}
	command.Flags().StringVar(&gateway, "gateway", "http://127.0.0.1:8080", "address of the gateway")
	return command
}

// readObservations reads and checks every line; its error names every bad one.
func readObservations(stdin io.Reader, files []string) ([]json.RawMessage, error) {
	var lines []json.RawMessage
	var wrong []error
	for _, name := range files {
		in := stdin
		if name != "-" {
			file, err := os.Open(name)
			if err != nil {
				return nil, err
			}
			defer file.Close()
			in = file
		}
		scanner := bufio.NewScanner(in)
		scanner.Buffer(nil, 1<<20)
		number := 0
		for scanner.Scan() {
			number++
			line := bytes.TrimSpace(scanner.Bytes())
			if len(line) == 0 {
				continue
			}
			observation, err := recovery.ParseObservation(line)
			if err == nil {
				err = observation.Check(time.Now())
			}
			if err != nil {
				wrong = append(wrong, fmt.Errorf("%s:%d: %w", name, number, err))
				continue
			}
			lines = append(lines, slices.Clone(line))
		}
		if err := scanner.Err(); err != nil {
			return nil, fmt.Errorf("%s:%d: %w; a line has at most 1 MiB", name, number+1, err)
		}
	}
	if len(wrong) > 0 {
		const most = 20
		if more := len(wrong) - most; more > 0 {
			wrong = append(wrong[:most], fmt.Errorf("and %d more", more))
		}
		return nil, fmt.Errorf("nothing was sent:\n%w", errors.Join(wrong...))
	}
	return lines, nil
}

// sendObservations posts the lines some at a time, and waits where it is asked to.
func sendObservations(ctx context.Context, out io.Writer, gateway string, lines []json.RawMessage) error {
	const some = 100
	bar := progress(out, len(lines))
	var taken, repeats int
	for chunk := range slices.Chunk(lines, some) {
		body := bytes.Join(asBytes(chunk), []byte("\n"))
		answers, err := post(ctx, gateway+"/v1/observations", body)
		if err != nil {
			return fmt.Errorf("after %d of %d: %w; sending all again is harmless", taken, len(lines), err)
		}
		taken += len(chunk)
		repeats += bytes.Count(answers, []byte(`"duplicate":true`))
		if bar != nil {
			_ = bar.Add(len(chunk)) // a bar that cannot be drawn is no reason to stop
		}
	}
	if bar != nil {
		fmt.Fprintln(out)
	}
	fmt.Fprintf(out, "%d observations reported, %d of them known already.\n", taken, repeats)
	return nil
}

func progress(out io.Writer, total int) *progressbar.ProgressBar {
	file, ok := out.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return nil
	}
	return progressbar.NewOptions(total, progressbar.OptionSetWriter(out), progressbar.OptionShowCount(), progressbar.OptionShowIts(),
		progressbar.OptionSetItsString("observations"), progressbar.OptionSetWidth(30))
}

func asBytes(lines []json.RawMessage) [][]byte {
	all := make([][]byte, len(lines))
	for i, line := range lines {
		all[i] = line
	}
	return all
}

// post sends one body, again and again while the gateway asks to come back later.
func post(ctx context.Context, url string, body []byte) ([]byte, error) {
	const patience = 10
	for try := 1; ; try++ {
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		request.Header.Set("Content-Type", "application/x-ndjson")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return nil, fmt.Errorf("no gateway answers at %s: %w", url, reason(err))
		}
		answer, err := io.ReadAll(io.LimitReader(response.Body, 64<<20))
		response.Body.Close()
		switch {
		case err != nil:
			return nil, err
		case response.StatusCode == http.StatusAccepted:
			return answer, nil
		case response.StatusCode != http.StatusServiceUnavailable || try == patience:
			return nil, fmt.Errorf("the gateway answered %s: %s", response.Status, bytes.TrimSpace(answer))
		}
		seconds, _ := strconv.Atoi(response.Header.Get("Retry-After")) // none given: at once after a second
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(time.Duration(max(seconds, 1)) * time.Second):
		}
	}
}
