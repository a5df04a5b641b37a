// Package house starts what the exam examines, as processes of their own: the
// Temporal server, the sandbox, and crews of a worker and a gateway.
package house

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strconv"

	"go.temporal.io/sdk/client"
	sdklog "go.temporal.io/sdk/log"

	"makegood/internal/exam/crew"
	"makegood/internal/exam/ground"
	"makegood/internal/exam/plays"
	"makegood/internal/exam/process"
	"makegood/internal/exam/switchboard"
)

// House is the ground that crews stand on. Open makes one.
type House struct {
	Server   *process.Process
	Sandbox  *process.Process
	Board    *switchboard.Switchboard
	Temporal client.Client

	dir        string
	temporalAt string
	sandboxURL string
	postgres   func() (string, error) // nil: ledgers are SQLite files
	closing    []func() error
}

// Program is this very program; its hidden commands are the roles.
func Program() (string, error) { return os.Executable() }

// Open starts the server and the sandbox in a folder of their own, which Close removes.
func Open(ctx context.Context) (_ *House, err error) {
	h := &House{}
	defer func() {
		if err != nil {
			err = errors.Join(err, h.Close())
		}
	}()
	if h.dir, err = os.MkdirTemp("", "makegood-exam-"); err != nil {
		return nil, err
	}
	h.closing = append(h.closing, func() error { return os.RemoveAll(h.dir) })
	if err = plays.Write(h.playbooks()); err != nil {
		return nil, err
	}
	ports, err := freePorts(1)
	if err != nil {
		return nil, err
	}
	if h.Board, err = switchboard.Open(ctx, address(ports[0])); err != nil {
		return nil, err
	}
	h.closing = append(h.closing, h.Board.Close)
	if err = h.openGround(ctx); err != nil {
		return nil, err
	}
	quiet := sdklog.NewStructuredLogger(slog.New(slog.DiscardHandler))
	if h.Temporal, err = client.DialContext(ctx, client.Options{HostPort: h.temporalAt, Logger: quiet}); err != nil {
		return nil, fmt.Errorf("the Temporal server that was just started does not answer: %w", err)
	}
	h.closing = append(h.closing, func() error { h.Temporal.Close(); return nil })
	return h, nil
}

func (h *House) openGround(ctx context.Context) error {
	program, err := Program()
	if err != nil {
		return err
	}
	ports, err := freePorts(2)
	if err != nil {
		return err
	}
	h.temporalAt = address(ports[0])
	h.sandboxURL = "http://" + address(ports[1])
	h.Server = h.process("server", program, []string{"role", "server"},
		ground.Setup{Dir: filepath.Join(h.dir, "temporal"), Port: ports[0]}.Environ())
	h.Sandbox = h.process("sandbox", program, []string{"role", "sandbox"},
		ground.Setup{File: filepath.Join(h.dir, "sandbox.db"), Listen: address(ports[1])}.Environ())
	for _, one := range []*process.Process{h.Sandbox, h.Server} {
		if err := one.Start(ctx); err != nil {
			return h.withLog(err, one)
		}
		h.closing = append(h.closing, one.Stop)
	}
	return nil
}

func (h *House) process(name, program string, args []string, environ string) *process.Process {
	return &process.Process{
		Name: name, Program: program, Args: args, Environ: []string{environ},
		Log: filepath.Join(h.dir, name+".log"), Ready: crew.Ready,
	}
}

// withLog adds the last words of a process to what went wrong with it: its log goes with the folder.
func (h *House) withLog(err error, of *process.Process) error {
	said, readErr := os.ReadFile(of.Log)
	if readErr != nil || len(said) == 0 {
		return err
	}
	const most = 2000
	return fmt.Errorf("%w; it said:\n%s", err, said[max(0, len(said)-most):])
}

func (h *House) playbooks() string { return filepath.Join(h.dir, "plays") }

// SandboxURL is where the oracle's record is asked for.
func (h *House) SandboxURL() string { return h.sandboxURL }

// Dir is the folder of everything; it goes when the house is closed.
func (h *House) Dir() string { return h.dir }

// Close stops everything, from the door down, and removes what was kept.
func (h *House) Close() error {
	var errs []error
	for i := len(h.closing) - 1; i >= 0; i-- {
		errs = append(errs, h.closing[i]())
	}
	h.closing = nil
	return errors.Join(errs...)
}

func address(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }

// freePorts finds ports below those that the system gives away by itself, since a
// process that was killed has to have the same one again.
func freePorts(n int) ([]int, error) {
	const lowest, above, tries = 20000, 30000, 1000
	var ports []int
	var held []net.Listener
	defer func() {
		for _, listener := range held {
			listener.Close()
		}
	}()
	for range tries {
		port := lowest + rand.IntN(above-lowest)
		listener, err := net.Listen("tcp", address(port)) //nolint:noctx // it is closed at once
		if err != nil {
			continue
		}
		held = append(held, listener)
		if ports = append(ports, port); len(ports) == n {
			return ports, nil
		}
	}
	return nil, fmt.Errorf("of %d ports from %d on none is free", tries, lowest)
}
