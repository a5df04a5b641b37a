package backtest

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"os"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
)

// Input is one file of observations, or what a program pipes in.
type Input struct {
	Name string // as it is to stand in messages
	Open func() (io.ReadCloser, error)
}

const standardInput = "standard input"

// File is an input that a path names; "-" is standard input.
func File(path string, stdin io.Reader) Input {
	if path == "-" {
		return Input{Name: standardInput, Open: func() (io.ReadCloser, error) { return io.NopCloser(stdin), nil }}
	}
	return Input{Name: path, Open: func() (io.ReadCloser, error) { return os.Open(path) }}
}

var (
	gzipMagic = []byte{0x1f, 0x8b}
	zstdMagic = []byte{0x28, 0xb5, 0x2f, 0xfd}
)

// maxWindow is how much a zstd file may ask to keep in memory: what zstd --long writes.
const maxWindow = 128 << 20

// plain is the text of a file, which may be packed: its first bytes say how. Unpacks is
// the program that would unpack it; none where it is not packed.
func plain(in io.Reader) (text io.Reader, unpacks string, done func(), err error) {
	buffered := bufio.NewReaderSize(in, 256<<10)
	magic, err := buffered.Peek(len(zstdMagic))
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, "", nil, err
	}
	switch {
	case bytes.HasPrefix(magic, gzipMagic):
		unpacked, err := gzip.NewReader(buffered)
		if err != nil {
			return nil, "", nil, err
		}
		return unpacked, "gzip", func() { unpacked.Close() }, nil
	case bytes.HasPrefix(magic, zstdMagic):
		unpacked, err := zstd.NewReader(buffered, zstd.WithDecoderMaxWindow(maxWindow), zstd.WithDecoderConcurrency(2))
		if err != nil {
			return nil, "", nil, err
		}
		return unpacked, "zstd", unpacked.Close, nil
	}
	return buffered, "", func() {}, nil
}
