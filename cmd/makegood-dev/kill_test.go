package main

import (
	"bufio"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestKilledInTheMiddleItGoesOn kills the program without warning while it is at
// work, and has the same command finish what was begun. The demo itself holds
// every recovery against the play and against the providers' record.
func TestKilledInTheMiddleItGoesOn(t *testing.T) {
	if testing.Short() {
		t.Skip("plays the whole demo; left out with -short")
	}
	dir := t.TempDir()
	command := func() *exec.Cmd {
		c := exec.CommandContext(t.Context(), os.Args[0], "demo", "--dir", filepath.Join(dir, "state"),
			"--temporal-port", freePort(t), "--ui-port", freePort(t), "--gateway-port", freePort(t), "--sandbox-port", freePort(t))
		c.Env = append(os.Environ(), asProgram+"=1")
		c.Stderr = os.Stderr
		return c
	}
	someDelivered := regexp.MustCompile(`delivered [1-9]`) // most are held for seconds more
	for range 2 {
		first := command()
		out, err := first.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := first.Start(); err != nil {
			t.Fatal(err)
		}
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if someDelivered.MatchString(lines.Text()) {
				break
			}
		}
		if err := first.Process.Kill(); err != nil { // SIGKILL
			t.Fatal(err)
		}
		_ = first.Wait() // it was killed
	}
	last := command()
	out, err := last.Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), "goes on") { // and it ended with 0: every one as its play says
		t.Errorf("%s", out)
	}
}

func freePort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
}
