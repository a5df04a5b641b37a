package config

import "github.com/goccy/go-yaml/ast"

// collect notes a field and everything in it by its path.
func (f field) collect(into map[string]field) {
	into[f.path] = f
	switch f.node.(type) {
	case ast.MapNode:
		for _, part := range f.entries() {
			part.collect(into)
		}
	case *ast.SequenceNode:
		for _, item := range f.list() {
			item.collect(into)
		}
	}
}
