package embedded_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"testing"

	"go.temporal.io/sdk/client"

	"makegood/internal/embedded"
)

// inChild names the folder on which the test binary, run again, keeps a server
// until it is killed.
const inChild = "MAKEGOOD_EMBEDDED_TEST_DIR"

// TestKilledServerGoesOn kills a whole process while its recoveries are open:
// the next one takes the folder over at once and finishes them.
func TestKilledServerGoesOn(t *testing.T) {
	if dir := os.Getenv(inChild); dir != "" {
		serveUntilKilled(t, dir)
	}
	const open = 20
	dir := t.TempDir()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestKilledServerGoesOn$")
	child.Env = append(os.Environ(), inChild+"="+dir)
	child.Stderr = t.Output()
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var address string
	lines := bufio.NewScanner(out)
	for address == "" && lines.Scan() {
		fmt.Sscanf(lines.Text(), "listening on %s", &address)
	}
	if address == "" {
		t.Fatal("the child did not start")
	}
	c, err := client.Dial(client.Options{HostPort: address, Logger: quiet()})
	if err != nil {
		t.Fatal(err)
	}
	for i := range open {
		startWaiting(t, c, fmt.Sprintf("open-%d", i))
	}
	c.Close()
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	child.Wait()

	c = dial(t, start(t, options(t, dir)))
	work(t, c)
	for i := range open {
		finish(t, c, fmt.Sprintf("open-%d", i))
	}
}

func serveUntilKilled(t *testing.T, dir string) {
	s, err := embedded.Start(t.Context(), options(t, dir))
	if err != nil {
		t.Fatal(err)
	}
	work(t, dial(t, s))
	fmt.Println("listening on", s.Address())
	select {}
}
