package main

import (
	"bytes"
	"io"
	"os"
	"strings"

	"makegood/config"
)

// linesOf is the lines of a play's file; none where it cannot be read, or is no
// play's size. A file that is not on the disk is one of those that ship.
func linesOf(file string) []string {
	const most = 2 << 20
	opened, err := os.Open(file)
	if err != nil {
		shipped, err := config.Shipped().Open(file)
		if err != nil {
			return nil
		}
		defer shipped.Close()
		data, _ := io.ReadAll(shipped)
		return split(data)
	}
	defer opened.Close()
	data, err := io.ReadAll(io.LimitReader(opened, most))
	if err != nil {
		return nil
	}
	return split(data)
}

func split(data []byte) []string {
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	return strings.Split(strings.ReplaceAll(string(bytes.ToValidUTF8(data, []byte("\uFFFD"))), "\r\n", "\n"), "\n")
}
