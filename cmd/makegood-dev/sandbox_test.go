package main

import (
	"context"
	"testing"
)

// onceSaid ends what runs as soon as it has said something.
type onceSaid context.CancelFunc

func (end onceSaid) Write(p []byte) (int, error) {
	end()
	return len(p), nil
}

func TestTheSandboxRunsAlone(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	root := command()
	root.SetArgs([]string{"sandbox", "--dir", t.TempDir(), "--sandbox-port", "0"})
	root.SetOut(onceSaid(cancel))
	if err := root.ExecuteContext(ctx); err != nil {
		t.Fatal(err)
	}
	if ctx.Err() == nil {
		t.Fatal("it ended before it said where it is")
	}
}
