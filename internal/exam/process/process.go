// Package process is a process of the operating system that the exam can kill
// without warning and start again.
package process

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// Start and stop are bounded, generously: the machine may be busy.
const (
	startsWithin = 2 * time.Minute
	stopsWithin  = 40 * time.Second
)

// Process is started, killed and started again under the same name.
type Process struct {
	Name    string
	Program string
	Args    []string
	Environ []string // besides that of the exam
	Log     string   // the file that takes what it says
	Ready   string   // the line it prints once it works

	mu    sync.Mutex
	on    *running
	kills int
}

type running struct {
	command *exec.Cmd
	stdin   io.Closer
	ended   chan struct{}
}

// Start starts it and returns once it works.
func (p *Process) Start(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.on != nil {
		return fmt.Errorf("the %s runs already", p.Name)
	}
	log, err := os.OpenFile(p.Log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	// Its life is not the context's: Stop and Kill end it, or the end of the exam.
	command := exec.CommandContext(context.WithoutCancel(ctx), p.Program, p.Args...) //nolint:gosec // programs of the exam itself
	command.Env = append(os.Environ(), p.Environ...)
	command.Stderr = log
	stdin, err := command.StdinPipe()
	if err != nil {
		return err
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		return err
	}
	if err := command.Start(); err != nil {
		return fmt.Errorf("the %s cannot be started: %w", p.Name, err)
	}
	on := &running{command: command, stdin: stdin, ended: make(chan struct{})}
	ready := make(chan struct{})
	go func() {
		lines, told := bufio.NewScanner(stdout), false
		for lines.Scan() {
			if !told && strings.TrimSpace(lines.Text()) == p.Ready {
				told = true
				close(ready)
			}
		}
		_ = command.Wait() // it is killed more often than not
		close(on.ended)
	}()
	within, cancel := context.WithTimeout(ctx, startsWithin)
	defer cancel()
	select {
	case <-ready:
		p.on = on
		return nil
	case <-on.ended:
		return fmt.Errorf("the %s ended before it worked; see %s", p.Name, p.Log)
	case <-within.Done():
		return errors.Join(fmt.Errorf("the %s did not work within %s; see %s", p.Name, startsWithin, p.Log), on.kill())
	}
}

func (r *running) kill() error {
	err := r.command.Process.Kill() // SIGKILL
	<-r.ended
	return err
}

// Kill ends it without warning, and returns when it is gone.
func (p *Process) Kill() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.on == nil {
		return fmt.Errorf("the %s does not run", p.Name)
	}
	err := p.on.kill()
	p.on = nil
	p.kills++
	return err
}

// Kills counts.
func (p *Process) Kills() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.kills
}

// Lives says whether it still runs, unless it was stopped or killed by us.
func (p *Process) Lives() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.on == nil {
		return true
	}
	select {
	case <-p.on.ended:
		return false
	default:
		return true
	}
}

// Stop asks it to end, and kills it where it does not.
func (p *Process) Stop() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.on == nil {
		return nil
	}
	on := p.on
	p.on = nil
	on.stdin.Close()
	patience := time.NewTimer(stopsWithin)
	defer patience.Stop()
	select {
	case <-on.ended:
		return nil
	case <-patience.C:
		return on.kill()
	}
}
