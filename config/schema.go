package config

import (
	"embed"
	"io/fs"
	"slices"
	"strings"
)

//go:embed schemas
var schemas embed.FS

const schemaEnding = ".schema.json"

// Schema is the JSON Schema (draft 2020-12) of a kind of file: "play" or "journey". It
// says what editors need to complete and check one. Whatever the reader accepts fits
// it; what hangs on several fields, or on what a text says, only the reader refuses.
func Schema(of string) ([]byte, bool) {
	data, err := schemas.ReadFile("schemas/" + of + schemaEnding)
	return data, err == nil
}

// Schemas is the kinds of files that have a schema, sorted.
func Schemas() []string {
	files, err := fs.ReadDir(schemas, "schemas")
	if err != nil {
		panic(err) // the name is a constant of this file
	}
	var kinds []string
	for _, file := range files {
		kinds = append(kinds, strings.TrimSuffix(file.Name(), schemaEnding))
	}
	slices.Sort(kinds)
	return kinds
}
