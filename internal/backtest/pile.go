package backtest

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"slices"
)

// pile is records that come out in the order of their keys. One that grows beyond its
// room is sorted and laid down in a temporary file, as a run, and begins anew.
type pile struct {
	room    int // in bytes
	entries []entry
	bytes   []byte
	file    *os.File // with the runs; nil while there are none
	runs    []span
}

// entry is a record on the pile: its key, and where the rest of it lies.
type entry struct {
	key
	start, size uint32
}

// span is a part of a file.
type span struct{ from, size int64 }

const (
	entrySize = 32
	headSize  = 28 // of a record in a run: its key and how long the rest is
)

func (p *pile) add(r *record) error {
	start := len(p.bytes)
	p.bytes = r.append(p.bytes)
	p.entries = append(p.entries, entry{r.key, uint32(start), uint32(len(p.bytes) - start)})
	if len(p.bytes)+entrySize*len(p.entries) < p.room {
		return nil
	}
	return p.layDown()
}

func (p *pile) sort() {
	slices.SortFunc(p.entries, func(a, b entry) int { return a.compare(b.key) })
}

// layDown writes what is on the pile to its file. The file has no name once it is open,
// where the system allows that, so that nothing of it is left behind by a crash.
func (p *pile) layDown() error {
	if p.file == nil {
		file, err := os.CreateTemp("", "makegood-backtest-*")
		if err != nil {
			return fmt.Errorf("observations beyond what fits into memory are kept in a temporary file: %w; set TMPDIR to a folder with room", err)
		}
		p.file = file
		_ = os.Remove(file.Name()) // where it cannot be now, close does it
	}
	p.sort()
	from := int64(0)
	if last := len(p.runs) - 1; last >= 0 {
		from = p.runs[last].from + p.runs[last].size
	}
	out := bufio.NewWriterSize(p.file, 256<<10)
	var head [headSize]byte
	size := int64(0)
	for _, e := range p.entries {
		binary.LittleEndian.PutUint64(head[0:], e.customer)
		binary.LittleEndian.PutUint64(head[8:], e.recovery)
		binary.LittleEndian.PutUint64(head[16:], uint64(e.at))
		binary.LittleEndian.PutUint32(head[24:], e.size)
		_, _ = out.Write(head[:]) // a bufio.Writer keeps its first error for Flush
		_, _ = out.Write(p.bytes[e.start : e.start+e.size])
		size += headSize + int64(e.size)
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("a temporary file cannot be written: %w; set TMPDIR to a folder with room", err)
	}
	p.runs = append(p.runs, span{from, size})
	p.entries, p.bytes = p.entries[:0], p.bytes[:0]
	return nil
}

// sources is each run, and what still lies on the pile.
func (p *pile) sources() []source {
	p.sort()
	sources := []source{&heap{pile: p}}
	for _, run := range p.runs {
		sources = append(sources, &stream{in: bufio.NewReaderSize(io.NewSectionReader(p.file, run.from, run.size), 64<<10)})
	}
	return sources
}

func (p *pile) close() {
	if p.file != nil {
		p.file.Close()
		_ = os.Remove(p.file.Name()) // mostly it is gone already
	}
}
