package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
)

// Database is where the ledger is kept. Like a Secret it is never shown with its
// password.
type Database struct {
	// Engine is "sqlite" or "postgres".
	Engine string
	// source is a path for sqlite, a URL for postgres.
	source string
}

// The engines there are.
const (
	SQLite   = "sqlite"
	Postgres = "postgres"
)

var errDatabase = errors.New("not a database")

// ParseDatabase reads sqlite:PATH or postgres://….
func ParseDatabase(text string) (Database, error) {
	if path, is := strings.CutPrefix(text, "sqlite:"); is {
		if path == "" || strings.HasPrefix(path, "//") && strings.Trim(path, "/") == "" {
			return Database{}, errDatabase
		}
		return Database{SQLite, path}, nil
	}
	if !strings.HasPrefix(text, "postgres://") && !strings.HasPrefix(text, "postgresql://") {
		return Database{}, errDatabase
	}
	if address, err := url.Parse(text); err != nil || address.Host == "" && address.Query().Get("host") == "" {
		return Database{}, errDatabase // err would repeat the password
	}
	return Database{Postgres, text}, nil
}

// Source is what the engine's driver opens: a path, or a URL with its password.
func (d Database) Source() string { return d.source }

// String names the database without its password.
func (d Database) String() string {
	if d.Engine != Postgres {
		return d.Engine + ":" + d.source
	}
	address, err := url.Parse(d.source)
	if err != nil {
		return "postgres://"
	}
	if query := address.Query(); query.Has("password") || query.Has("sslpassword") {
		query.Del("password")
		query.Del("sslpassword")
		address.RawQuery = query.Encode()
	}
	return address.Redacted()
}

// Format keeps every verb of fmt from reaching the password.
func (d Database) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(d.String())) }

// LogValue keeps the password out of logs.
func (d Database) LogValue() slog.Value { return slog.StringValue(d.String()) }

// MarshalText keeps the password out of JSON and YAML.
func (d Database) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what ParseDatabase does.
func (d *Database) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDatabase(string(text))
	return err
}
