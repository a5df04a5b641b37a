// Package sequences is the exam's section on what people, backends and providers do
// one after the other: the property test of the workflow, as a process of its own.
package sequences

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"

	"makegood/internal/exam/oracle"
	"makegood/internal/exam/report"
)

// atOnce is how many sequences one process plays: a failure is repeated by the number
// of its process, whose seed follows from that.
const atOnce = 500

// passed is what rapid says of a property that held.
var passed = regexp.MustCompile(`\[rapid\] OK, passed (\d+) tests`)

// Run plays so many sequences with seeds from one. Only is the number of one process,
// or 0. It is built once, as "go test" would before each.
func Run(ctx context.Context, root string, checks int, seed uint64, only int, progress report.Progress) (_ *report.Line, err error) {
	dir, err := os.MkdirTemp("", "makegood-exam-sequences-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	program := filepath.Join(dir, "workflows.test")
	build := exec.CommandContext(ctx, "go", "test", "-c", "-o", program, "./workflows")
	build.Dir = root
	if said, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("the property test does not build: %w\n%s", err, said)
	}
	line := &report.Line{Section: "sequences"}
	for number, from := 1, 0; from < checks; number, from = number+1, from+atOnce {
		if only != 0 && only != number {
			continue
		}
		if err := play(ctx, line, filepath.Join(root, "workflows"), program, number, min(atOnce, checks-from), seed+uint64(from)); err != nil {
			return nil, err
		}
		progress.Show("sequences: held to the laws", min(from+atOnce, checks), checks)
	}
	if line.Cases == 0 && !line.Failed() {
		return nil, fmt.Errorf("there is no process %d; there are %d", only, (checks+atOnce-1)/atOnce)
	}
	line.Recoveries = line.Cases
	return line, nil
}

// play is one process. What it says first is what there is to a failure: the law that
// was broken, and the shortest sequence that breaks it.
func play(ctx context.Context, line *report.Line, dir, program string, number, checks int, seed uint64) error {
	test := exec.CommandContext(ctx, program, "-test.run", "^TestSequences$", "-test.v", "-rapid.nofailfile", //nolint:gosec // it was built above
		"-rapid.checks="+strconv.Itoa(checks), "-rapid.seed="+strconv.FormatUint(max(seed, 1), 10))
	test.Dir = dir
	said, err := test.CombinedOutput()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if counted := passed.FindSubmatch(said); err == nil && counted != nil {
		count, err := strconv.Atoi(string(counted[1]))
		line.Cases += count
		return err
	}
	if err == nil {
		line.Fail(number, report.NotStruck, "there is no TestSequences in ./workflows that says what it checked")
		return nil
	}
	const most = 3000 // the law, the play and what happened come first
	if at := bytes.Index(said, []byte("[rapid]")); at > 0 {
		said = said[at:]
	}
	line.Cases += checks
	line.Fail(number, oracle.Unexplained, fmt.Sprintf("sequences with seed %d: %s", seed, said[:min(most, len(said))]))
	return nil
}
