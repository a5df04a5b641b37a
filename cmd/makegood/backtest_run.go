package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync/atomic"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"makegood/internal/backtest"
	"makegood/internal/backtest/show"
)

var errStopped = errors.New("stopped; nothing was written")

// nothingUsable says whether there were lines, and none of them of any use.
func nothingUsable(result *backtest.Result) bool {
	return result.Read.Lines > 0 && result.Read.Unusable == result.Read.Lines
}

// refuse says why nothing can be said. No page is written of it.
func (f *backtestFlags) refuse(cmd *cobra.Command, result *backtest.Result, names []string) error {
	if f.json {
		if err := writeJSON(cmd.OutOrStdout(), result); err != nil {
			return err
		}
	} else {
		show.Read(cmd.ErrOrStderr(), result, width(cmd.ErrOrStderr()))
	}
	what := "these files"
	if len(names) == 1 {
		what = names[0]
	}
	return fmt.Errorf("nothing in %s can be used; each line must be one observation, a JSON object as docs/reporting.md has it; docs/backtest.md shows how to make them of other records", what)
}

func writeJSON(out io.Writer, result *backtest.Result) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(result)
}

// measured runs the backtest, and shows on a terminal how far it is and how fast it was.
func (f *backtestFlags) measured(ctx context.Context, out io.Writer, options backtest.Options, names []string) (*backtest.Result, error) {
	file, ok := out.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) {
		return runUntilStopped(ctx, options, names)
	}
	total := int64(0)
	for _, name := range names {
		if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() {
			total += info.Size()
		}
	}
	began := time.Now()
	reading := progressbar.NewOptions64(max(total, -1), progressbar.OptionSetWriter(out), progressbar.OptionSetDescription("reading"),
		progressbar.OptionShowBytes(true), progressbar.OptionSetWidth(30), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
	deciding := progressbar.NewOptions(100, progressbar.OptionSetWriter(out), progressbar.OptionSetDescription("deciding"),
		progressbar.OptionSetWidth(30), progressbar.OptionSetPredictTime(false), progressbar.OptionClearOnFinish())
	var read atomic.Int64
	options.Read = func(bytes int64) { // a bar that cannot be drawn is no reason to stop
		if read.Add(bytes) < total || total == 0 {
			_ = reading.Add64(bytes)
		}
	}
	options.Decided = func(share float64) { _ = deciding.Set(int(100 * share)) }
	result, err := runUntilStopped(ctx, options, names)
	_ = reading.Clear()
	_ = deciding.Clear()
	if err == nil {
		took := time.Since(began)
		fmt.Fprintf(out, "%.1f s, %.0f observations a second\n", took.Seconds(), float64(result.Read.Observations)/took.Seconds())
	}
	return result, err
}

// runUntilStopped is backtest.Run, which ends with its context also where it waits for
// what is piped in: nothing else ends that.
func runUntilStopped(ctx context.Context, options backtest.Options, names []string) (*backtest.Result, error) {
	if !slices.Contains(names, "-") {
		return backtest.Run(ctx, options)
	}
	var result *backtest.Result
	done := make(chan error, 1)
	go func() {
		ran, err := backtest.Run(ctx, options)
		result = ran
		done <- err
	}()
	select {
	case err := <-done:
		return result, err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func writePage(path string, result *backtest.Result) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := show.Page(file, result); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}
