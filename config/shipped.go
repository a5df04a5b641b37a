package config

import (
	"embed"
	"io/fs"
)

//go:embed playbooks
var playbooks embed.FS

// Shipped is the plays that come with Makegood, in the root of a file system.
func Shipped() fs.FS {
	files, err := fs.Sub(playbooks, "playbooks")
	if err != nil {
		panic(err) // the name is a constant of this file
	}
	return files
}
