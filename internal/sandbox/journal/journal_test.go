package journal

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

func open(t *testing.T, path string) (*Journal, []Change) {
	t.Helper()
	var loaded []Change
	j, err := Open(context.Background(), path, func(c Change) error {
		loaded = append(loaded, c)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = j.Close() })
	return j, loaded
}

func put(t *testing.T, j *Journal, changes ...Change) {
	t.Helper()
	c, err := j.Append(changes...)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Wait(); err != nil {
		t.Fatal(err)
	}
}

func TestDocumentsComeBackInTheirFirstOrder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j.db")
	j, _ := open(t, path)
	put(t, j, Change{"k", "1", []byte("a")}, Change{"k", "2", []byte("b")}, Change{"other", "1", []byte("c")})
	put(t, j, Change{"k", "1", []byte("A")}, Change{"other", "1", nil})
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	_, got := open(t, path)
	if s := fmt.Sprintf("%s", got); s != "[{k 1 A} {k 2 b}]" {
		t.Errorf("got %s", s)
	}
}

func TestAfterCloseNothingIsAccepted(t *testing.T) {
	for _, path := range []string{"", filepath.Join(t.TempDir(), "j.db")} {
		j, _ := open(t, path)
		c, err := j.Append(Change{"k", "1", []byte("a")})
		if err != nil {
			t.Fatal(err)
		}
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
		if err := c.Wait(); err != nil {
			t.Errorf("what came before the close: %v", err)
		}
		if _, err := j.Append(Change{"k", "2", []byte("b")}); err != ErrClosed {
			t.Errorf("got %v, want ErrClosed", err)
		}
	}
}

func TestAFailedCommitStopsTheJournal(t *testing.T) {
	j, _ := open(t, filepath.Join(t.TempDir(), "j.db"))
	if err := j.disk.db.Close(); err != nil { // the disk is gone
		t.Fatal(err)
	}
	c, err := j.Append(Change{"k", "1", []byte("a")})
	if err != nil {
		t.Fatal(err)
	}
	if c.Wait() == nil {
		t.Error("a commit without a disk went well")
	}
	if _, err := j.Append(); err == nil || j.Err() == nil {
		t.Error("it goes on, though memory holds what the disk does not")
	}
}

const childEnv = "MAKEGOOD_JOURNAL_CHILD"

// TestMain is also the process that is killed: it writes as fast as it can and
// says what was acknowledged.
func TestMain(m *testing.M) {
	if path := os.Getenv(childEnv); path != "" {
		writeForEver(path)
	}
	os.Exit(m.Run())
}

func writeForEver(path string) {
	j, err := Open(context.Background(), path, func(Change) error { return nil })
	if err != nil {
		panic(err)
	}
	var mu sync.Mutex
	for w := range 16 {
		go func() {
			for i := 0; ; i++ {
				id := fmt.Sprintf("%d-%d", w, i)
				c, err := j.Append(Change{"k", id, []byte(id)})
				if err != nil || c.Wait() != nil {
					panic("the journal failed")
				}
				mu.Lock()
				fmt.Println(id)
				mu.Unlock()
			}
		}()
	}
	select {}
}

func TestWhatWasAcknowledgedSurvivesAKill(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j.db")
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childEnv+"="+path)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var acknowledged []string
	for lines := bufio.NewScanner(out); lines.Scan(); {
		acknowledged = append(acknowledged, lines.Text())
		if len(acknowledged) == 500 {
			if err := child.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	_ = child.Wait()
	if len(acknowledged) < 500 {
		t.Fatalf("the child wrote only %d", len(acknowledged))
	}
	_, loaded := open(t, path)
	var have []string
	for _, c := range loaded {
		have = append(have, c.ID)
	}
	for i, id := range acknowledged {
		last := i == len(acknowledged)-1 // may be cut off by the kill
		if !slices.Contains(have, id) && !(last && slices.ContainsFunc(have, func(h string) bool { return strings.HasPrefix(h, id) })) {
			t.Errorf("%s was acknowledged and is gone", id)
		}
	}
}
