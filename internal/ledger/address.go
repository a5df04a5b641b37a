package ledger

import (
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
)

// address is where a database is.
type address struct {
	file     string // SQLite's, or
	postgres string // the URL, password and all
	shown    string // for people: without a password
}

func parseAddress(database string) (address, error) {
	if strings.HasPrefix(database, "postgres://") || strings.HasPrefix(database, "postgresql://") {
		shown, err := showURL(database)
		return address{postgres: database, shown: shown}, err
	}
	path := strings.TrimPrefix(strings.TrimPrefix(database, "sqlite:"), "//")
	scheme, _, isURL := strings.Cut(path, "://")
	switch {
	case isURL:
		return address{}, fmt.Errorf("ledger: a database at %s:// is not known; write sqlite:PATH or postgres://…", scheme)
	case path == "", strings.HasPrefix(path, ":memory:"), strings.HasPrefix(path, "file:"):
		return address{}, fmt.Errorf("ledger: %q is no place that keeps anything; write sqlite:PATH or postgres://…", path)
	}
	path = filepath.Clean(path)
	return address{file: path, shown: "sqlite:" + path}, nil
}

// errUnreadable says nothing of what is in the URL: where it cannot be taken
// apart, any piece of it may be a piece of the password.
var errUnreadable = errors.New("ledger: the database's URL cannot be read; write postgres://user:password@host:5432/database, and what is special in a password as %XX")

// showURL is the URL without its password and its settings.
func showURL(database string) (string, error) {
	parsed, err := url.Parse(database)
	if err != nil {
		return "", errUnreadable
	}
	shown := url.URL{Scheme: parsed.Scheme, Host: parsed.Host, Path: parsed.Path}
	if parsed.User != nil {
		shown.User = url.User(parsed.User.Username())
	}
	return shown.String(), nil
}
