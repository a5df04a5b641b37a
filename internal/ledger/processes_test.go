package ledger_test

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"

	"makegood/internal/ledger"
	"makegood/recovery"
)

// The test binary, run again as a process of its own, does one of these on the
// database that childOf names.
const (
	childDoes = "MAKEGOOD_LEDGER_TEST_DOES"
	childOf   = "MAKEGOOD_LEDGER_TEST_DATABASE"
)

func TestMain(m *testing.M) {
	var err error
	switch os.Getenv(childDoes) {
	case "":
		flag.Set("rapid.checks", "25") // each step of them waits for the disk; the command line may say more
		os.Exit(m.Run())
	case "open":
		err = openOnce(os.Getenv(childOf))
	case "write":
		err = writeUntilKilled(os.Getenv(childOf))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func child(t *testing.T, does, database string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	command := exec.CommandContext(t.Context(), self)
	command.Env = append(os.Environ(), childDoes+"="+does, childOf+"="+database)
	command.Stderr = t.Output()
	return command
}

func openOnce(database string) error {
	l, err := ledger.Open(context.Background(), database)
	if err != nil {
		return err
	}
	return errors.Join(l.Ping(context.Background()), l.Close())
}

// testOpenAtOnce: several processes, and several in one, make the schema at once.
func testOpenAtOnce(t *testing.T, k kind) {
	database := k.fresh(t)
	var all sync.WaitGroup
	for range 4 {
		command := child(t, "open", database)
		all.Go(func() {
			if err := command.Run(); err != nil {
				t.Error(err)
			}
		})
		all.Go(func() {
			if err := openOnce(database); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	record(t, open(t, database), state("one", recovery.Confirmed))
}

// writeUntilKilled writes from many goroutines and says each write that was
// acknowledged, one a line.
func writeUntilKilled(database string) error {
	l, err := ledger.Open(context.Background(), database)
	if err != nil {
		return err
	}
	ctx := context.Background()
	var all sync.WaitGroup
	for worker := range 8 {
		all.Go(func() {
			for i := range 1_000_000 {
				s := state(fmt.Sprintf("%d-%d", worker, i), recovery.Confirmed)
				acknowledge := func(what string, err error) {
					if err != nil {
						what = "failed " + err.Error()
					}
					fmt.Fprintf(os.Stdout, "%s %s\n", what, s.ID)
				}
				_, err := l.Claim(ctx, s, at(60))
				acknowledge("claimed", err)
				_, _, err = l.Begin(ctx, ledger.Delivery{Recovery: s.ID, Step: "refund"})
				acknowledge("begun", err)
				acknowledge("settled", l.Settle(ctx, s.ID, "refund", recovery.Receipt{ID: "re", Word: recovery.Arrived}))
				s.Stage = recovery.Delivered
				acknowledge("recorded", l.Record(ctx, s))
				acknowledge("suppressed", l.Suppress(ctx, ledger.Suppression{Customer: s.ID, Until: at(1)}))
			}
		})
	}
	all.Wait()
	return nil
}

// testKilled kills a process in the middle of its writes: whatever it was told
// is written is there after.
func testKilled(t *testing.T, k kind) {
	database := k.fresh(t)
	command := child(t, "write", database)
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	const enough = 1000
	var acknowledged []string
	for lines := bufio.NewReader(out); ; {
		line, err := lines.ReadString('\n')
		if err == io.EOF { // a line that has no end was not said to the end
			break
		} else if err != nil {
			t.Fatal(err)
		}
		acknowledged = append(acknowledged, strings.TrimSpace(line))
		if len(acknowledged) == enough {
			if err := command.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	command.Wait()
	if len(acknowledged) < enough {
		t.Fatalf("the process ended by itself after %d writes", len(acknowledged))
	}
	l := open(t, database)
	for _, line := range acknowledged {
		what, id, _ := strings.Cut(line, " ")
		if !isThere(t, l, what, id) {
			t.Errorf("%s is lost", line)
		}
	}
}

func isThere(t *testing.T, l *ledger.Ledger, what, id string) bool {
	switch what {
	case "claimed":
		customer := "c-" + strings.Split(id, "/")[2]
		_, suppressed, err := l.Suppressed(t.Context(), customer, at(1))
		return err == nil && suppressed && find(t, l, id).ID == id
	case "begun":
		return delivery(t, l, id, "refund").Tries == 1
	case "settled":
		return delivery(t, l, id, "refund").Word == recovery.Arrived
	case "recorded":
		return find(t, l, id).Stage == recovery.Delivered
	case "suppressed":
		_, stands, err := l.Suppressed(t.Context(), id, at(0))
		return err == nil && stands
	}
	t.Errorf("%s: %s", what, id)
	return false
}
