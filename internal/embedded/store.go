package embedded

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"go.temporal.io/server/common/config"
	sqliteplugin "go.temporal.io/server/common/persistence/sql/sqlplugin/sqlite"
)

// stores are the two files of a state folder. The index of workflows, for lists
// and searches, is a file of its own: the server never writes both in one
// transaction, and each file has one writer, so they do not wait for each other.
type stores struct{ state, index *config.SQL }

func storesIn(dir string) stores {
	return stores{
		state: sqliteStore(filepath.Join(dir, "temporal.db")),
		index: sqliteStore(filepath.Join(dir, "visibility.db")),
	}
}

// sqliteStore is a SQLite file that survives a power cut: a write-ahead log,
// flushed on every commit. One connection does all the work, as SQLite has one
// writer at a time anyhow and the server's transactions read before they write.
func sqliteStore(file string) *config.SQL {
	return &config.SQL{
		PluginName:   sqliteplugin.PluginName,
		DatabaseName: uriPath(file),
		ConnectAttributes: map[string]string{
			"mode":         "rwc",
			"busy_timeout": "10000",
			"journal_mode": "wal",
			"synchronous":  "full",
			"cache_size":   "-32768", // KiB, against 2,000 by default
		},
	}
}

// uriPath escapes what would end the path in SQLite's file: URI.
func uriPath(file string) string {
	return strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(file)
}

// dataSource opens the store the way the server does.
func dataSource(store *config.SQL) string {
	query := url.Values{}
	for name, value := range store.ConnectAttributes {
		if name == "mode" {
			query.Set(name, value)
			continue
		}
		query.Add("_pragma", name+"="+value)
	}
	return "file:" + store.DatabaseName + "?" + query.Encode()
}

// prepareStores leaves files that the server can start on: with their tables,
// and with the namespace as o wants it.
func prepareStores(ctx context.Context, s stores, o Options) error {
	if err := refuseHalf(o.Dir); err != nil {
		return err
	}
	// The index first: where there is state, there was an index.
	if err := ensureSchema(ctx, s.index, indexStatement); err != nil {
		return fmt.Errorf("embedded: prepare %s: %w", filepath.Join(o.Dir, "visibility.db"), err)
	}
	err := ensureSchema(ctx, s.state, stateStatement)
	if err == nil {
		err = ensureNamespace(ctx, s.state, o)
	}
	if err != nil {
		return fmt.Errorf("embedded: prepare %s: %w", filepath.Join(o.Dir, "temporal.db"), err)
	}
	return nil
}

// refuseHalf refuses a folder whose index has gone: an empty one would hide
// every workflow that is in the state.
func refuseHalf(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, "temporal.db")); err != nil {
		return nil //nolint:nilerr // there is no state that an index could be missing for
	}
	if _, err := os.Stat(filepath.Join(dir, "visibility.db")); errors.Is(err, fs.ErrNotExist) {
		return &FolderError{Dir: dir, Err: errors.New("it has temporal.db but no visibility.db beside it; restore both from one backup")}
	}
	return nil
}
