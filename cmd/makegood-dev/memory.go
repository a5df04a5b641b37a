package main

import (
	"os"
	"runtime/debug"
)

// collectSeldom lets the heap grow further before it is collected, unless GOGC
// says otherwise: a Temporal server, its database and a worker in one process
// make much garbage and keep little, and time is dearer here than memory.
func collectSeldom() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
}
