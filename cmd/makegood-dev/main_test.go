package main

import (
	"context"
	"flag"
	"io"
	"os"
	"sync"
	"testing"
	"time"

	"makegood/config"
)

// The test binary is makegood-dev itself where this is set, so that a test can
// start it as a process of its own, and kill it.
const asProgram = "MAKEGOOD_DEV_TEST_RUNS_THE_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		return
	}
	flag.Parse()
	code := m.Run()
	if built, err := theHouse(); err == nil && built != nil {
		built.close()
		os.RemoveAll(built.place.dir)
	}
	os.Exit(code)
}

var opened bool

// theHouse is one house for all tests that do not kill it: Temporal, sandbox,
// worker and gateway on free ports.
var theHouse = sync.OnceValues(func() (*house, error) {
	if !opened {
		return nil, nil
	}
	dir, err := os.MkdirTemp("", "makegood-test-")
	if err != nil {
		return nil, err
	}
	playbooks := dir + "/plays"
	if err := writePlays(playbooks); err != nil {
		return nil, err
	}
	return open(context.Background(), place{dir: dir, playbooks: playbooks, pace: 5 * time.Millisecond}, io.Discard)
})

func live(t *testing.T) *house {
	t.Helper()
	opened = true
	h, err := theHouse()
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// writePlays writes the plays that ship, and those of the tests.
func writePlays(folder string) error {
	if err := os.CopyFS(folder, config.Shipped()); err != nil {
		return err
	}
	for name, play := range plays {
		if err := os.WriteFile(folder+"/"+name+".yaml", []byte(play), 0o600); err != nil {
			return err
		}
	}
	return nil
}
