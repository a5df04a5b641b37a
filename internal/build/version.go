// Package build says which build of Makegood this is.
package build

import "runtime/debug"

// Version is the module's version as the Go command stamped it: a tag, or a
// pseudo-version with the commit; "unknown" where it was built without either.
func Version() string {
	about, ok := debug.ReadBuildInfo()
	if !ok || about.Main.Version == "" || about.Main.Version == "(devel)" {
		return "unknown"
	}
	return about.Main.Version
}
