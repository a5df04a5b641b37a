// Package ground is what a crew stands on, in processes of their own: the Temporal
// server, and the sandbox, whose durable record is the exam's oracle.
package ground

import (
	"encoding/json"
	"time"
)

// Variable is the environment variable that carries a Setup to a process, as JSON.
const Variable = "MAKEGOOD_EXAM_GROUND"

// Pace is the sandbox's, from one status to the next: a text takes four to arrive.
const Pace = 500 * time.Millisecond

// Setup is what the server or the sandbox is told.
type Setup struct {
	Dir    string `json:"dir"`    // of the server
	Port   int    `json:"port"`   // of the server
	File   string `json:"file"`   // of the sandbox
	Listen string `json:"listen"` // of the sandbox
}

// Environ is the setup as a variable of the environment.
func (s Setup) Environ() string {
	text, _ := json.Marshal(s) // plain fields: it cannot fail
	return Variable + "=" + string(text)
}
