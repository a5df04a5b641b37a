package backtest

import (
	"context"
	"fmt"
	"hash/maphash"
	"io"
	"runtime"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"makegood/recovery"
)

// Options is what is asked.
type Options struct {
	Inputs  []Input
	Play    Playbook
	Against Playbook         // a second playbook, side by side; may be nil
	Only    []string         // names of plays; empty: every play
	Until   time.Time        // how far time went; zero: to the newest observation
	Now     time.Time        // what is observed later is refused; zero: the clock's
	Budget  []recovery.Money // instead of each play's own, what it may give on one day; one for each currency
	Strict  bool             // stop at the first line that cannot be used
	Memory  int              // bytes of observations that are kept before they go to temporary files; 0: 128 MiB
	Workers int              // 0: one for each processor

	// Read is told of every part of the inputs that was read, in bytes. Decided is told of
	// every part of the observations that was decided, from 0 to 1. Either may be nil, and
	// both may be called by several at once.
	Read    func(bytes int64)
	Decided func(share float64)
}

const defaultMemory = 128 << 20

// Run reads every input and answers what its observations come to. It fails where an
// input cannot be read to its end, where the context ends, and in strict mode with the
// first Fault.
func Run(ctx context.Context, o Options) (*Result, error) {
	if o.Workers <= 0 {
		o.Workers = runtime.GOMAXPROCS(0)
	}
	if o.Memory <= 0 {
		o.Memory = defaultMemory
	}
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	sides := []Playbook{o.Play}
	if o.Against != nil {
		sides = append(sides, o.Against)
	}
	seed, salts := maphash.MakeSeed(), maphash.MakeSeed()
	b, err := newBook(sides, o.Only, func(trigger string) uint64 { return maphash.String(salts, trigger) })
	if err != nil {
		return nil, err
	}
	if len(o.Budget) > 0 {
		for _, t := range b.trials {
			t.budget = &recovery.Budget{PerDay: o.Budget}
		}
	}
	readers := make([]*reader, o.Workers)
	for i := range readers {
		readers[i] = newReader(o, b, seed)
		defer readers[i].close()
	}
	if err := readAll(ctx, o, readers); err != nil {
		return nil, err
	}
	read := newReading()
	for _, r := range readers {
		read.merge(&r.counts)
	}
	until := o.Until
	if until.IsZero() && read.newest != unknown {
		until = read.newest.time()
	}
	judges, err := decideAll(ctx, o, b, readers, until)
	for _, j := range judges {
		defer j.bills.close()
	}
	if err != nil {
		return nil, err
	}
	waits, err := weigh(b, judges)
	if err != nil {
		return nil, err
	}
	return newResult(b, &read, judges, waits, until)
}

func newReader(o Options, b *book, seed maphash.Seed) *reader {
	r := &reader{
		book: b, seed: seed, until: momentOf(o.Until), now: o.Now, strict: o.Strict,
		sound: newSound(o.Now), piles: make([]pile, o.Workers), counts: newReading(),
	}
	for _, in := range o.Inputs {
		r.names = append(r.names, in.Name)
	}
	for i := range r.piles {
		r.piles[i].room = max(o.Memory/o.Workers/o.Workers, 64<<10)
	}
	return r
}

func (r *reader) close() {
	for i := range r.piles {
		r.piles[i].close()
	}
}

// readAll cuts the inputs into chunks, one input after the other, and has the readers
// read them.
func readAll(ctx context.Context, o Options, readers []*reader) error {
	work, ctx := errgroup.WithContext(ctx)
	pieces := make(chan chunk, o.Workers)
	cut := cutter{spare: make(chan []byte, 2*o.Workers+1), out: pieces}
	for range cap(cut.spare) {
		cut.spare <- make([]byte, chunkSize)
	}
	work.Go(func() error {
		defer close(pieces)
		for i, in := range o.Inputs {
			if err := cut.file(ctx, in, i, o.Read); err != nil {
				return err
			}
		}
		return nil
	})
	for _, r := range readers {
		work.Go(func() error {
			for piece := range pieces {
				err := r.read(piece)
				cut.spare <- piece.memory
				if err != nil {
					return err
				}
			}
			return ctx.Err()
		})
	}
	return work.Wait()
}

// file opens an input and cuts it.
func (c *cutter) file(ctx context.Context, in Input, number int, told func(int64)) error {
	opened, err := in.Open()
	if err != nil {
		return err
	}
	defer opened.Close()
	text, unpacks, done, err := plain(counted{opened, told})
	if err != nil {
		return fmt.Errorf("%s: %w", in.Name, err)
	}
	defer done()
	if text, err = begin(in, text, unpacks); err != nil {
		return err
	}
	if err := c.cut(ctx, text, number); err != nil {
		return fmt.Errorf("%s: %w", in.Name, err)
	}
	return nil
}

// decideAll has the piles decided: those of each part of the customers by a judge of its own.
func decideAll(ctx context.Context, o Options, b *book, readers []*reader, until time.Time) ([]*judge, error) {
	var done, total atomic.Int64
	for _, r := range readers {
		total.Add(r.counts.observations)
	}
	judges := make([]*judge, o.Workers)
	work, ctx := errgroup.WithContext(ctx)
	for i := range judges {
		j := newJudge(b, until, max(o.Memory/o.Workers/8, 64<<10))
		judges[i] = j
		work.Go(func() error {
			var sources []source
			for _, r := range readers {
				sources = append(sources, r.piles[i].sources()...)
			}
			steps := int64(0)
			return j.all(sources, func() error {
				const often = 1 << 14
				if steps++; steps%often != 0 {
					return nil
				}
				if o.Decided != nil {
					o.Decided(float64(done.Add(often)) / float64(total.Load()))
				}
				return ctx.Err()
			})
		})
	}
	return judges, work.Wait()
}

// counted tells of the bytes that are read.
type counted struct {
	io.Reader
	told func(int64)
}

func (c counted) Read(into []byte) (int, error) {
	n, err := c.Reader.Read(into)
	if c.told != nil {
		c.told(int64(n))
	}
	return n, err
}
