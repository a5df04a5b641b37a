package report

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// Progress shows how far something is. It may be used by several at once.
type Progress interface {
	// Show says that so many of all are done. It may be called as often as one likes.
	Show(what string, done, of int)
	// Say prints a line of its own.
	Say(line string)
}

// NewProgress is one line that renews itself on a terminal; elsewhere plain lines,
// some seconds apart.
func NewProgress(out io.Writer) Progress {
	if file, is := out.(*os.File); is && term.IsTerminal(int(file.Fd())) {
		return &bar{out: file}
	}
	return &lines{out: out, began: time.Now(), said: map[string]time.Time{}, ended: map[string]bool{}}
}

type bar struct {
	mu   sync.Mutex
	out  io.Writer
	bar  *progressbar.ProgressBar
	what string // it is of
}

func (b *bar) Show(what string, done, of int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.what != what { // another part of the work begins
		b.end()
		b.what = what
	}
	if b.bar == nil {
		b.bar = progressbar.NewOptions(of, progressbar.OptionSetWriter(b.out), progressbar.OptionSetWidth(24),
			progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(false),
			progressbar.OptionThrottle(50*time.Millisecond))
	}
	b.bar.ChangeMax(of)
	b.bar.Describe(what)
	_ = b.bar.Set(done) // a bar that cannot be drawn is no reason to stop
}

func (b *bar) Say(line string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.end()
	fmt.Fprintln(b.out, line)
}

func (b *bar) end() {
	if b.bar != nil {
		fmt.Fprintln(b.out)
	}
	b.bar = nil
}

type lines struct {
	mu    sync.Mutex
	out   io.Writer
	began time.Time
	said  map[string]time.Time
	ended map[string]bool
}

func (l *lines) Show(what string, done, of int) {
	const apart = 5 * time.Second
	l.mu.Lock()
	defer l.mu.Unlock()
	ends := done >= of
	if l.ended[what] == ends && (ends || time.Since(l.said[what]) < apart) {
		return
	}
	l.said[what], l.ended[what] = time.Now(), ends
	fmt.Fprintf(l.out, "%6.1f s  %s %d of %d\n", time.Since(l.began).Seconds(), what, done, of)
}

func (l *lines) Say(line string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	fmt.Fprintln(l.out, line)
}

// Silent shows nothing.
var Silent Progress = silent{}

type silent struct{}

func (silent) Show(string, int, int) {}
func (silent) Say(string)            {}
