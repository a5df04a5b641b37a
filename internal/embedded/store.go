package embedded

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/persistence/sql/sqlplugin"
	sqliteplugin "go.temporal.io/server/common/persistence/sql/sqlplugin/sqlite"
	sqliteschema "go.temporal.io/server/schema/sqlite"
	_ "modernc.org/sqlite" // the driver "sqlite", the one the server uses
)

// SchemaError says that the file was made for another database schema than this
// release's server has. The server does not migrate SQLite files.
type SchemaError struct{ Has, Wants string }

func (e *SchemaError) Error() string {
	return fmt.Sprintf("the file has database schema %s, this release needs %s; start the release that made it, or choose another folder", e.Has, e.Wants)
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
		},
	}
}

// uriPath escapes what would end the path in SQLite's file: URI.
func uriPath(file string) string {
	return strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(file)
}

// prepareStore leaves a file that the server can start on: with its tables,
// and with the namespace as o wants it.
func prepareStore(ctx context.Context, store *config.SQL, o Options) error {
	if err := ensureSchema(ctx, store); err != nil {
		return err
	}
	return ensureNamespace(ctx, store, o)
}

// ensureSchema makes the tables if there are none, all of them or none: a
// process killed halfway leaves an empty file. It notes the schema's version in
// the file, and refuses a file that notes another one.
func ensureSchema(ctx context.Context, store *config.SQL) error {
	db, err := sql.Open("sqlite", "file:"+store.DatabaseName+
		"?_pragma=busy_timeout=10000&_pragma=journal_mode=wal&_pragma=synchronous=full")
	if err != nil {
		return err
	}
	defer db.Close()

	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()

	wants := sqliteschema.Version + "/" + sqliteschema.VisibilityVersion
	if _, err := tx.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS makegood_schema (version TEXT NOT NULL)`); err != nil {
		return err
	}
	var has string
	switch err := tx.QueryRowContext(ctx, `SELECT version FROM makegood_schema`).Scan(&has); {
	case errors.Is(err, sql.ErrNoRows):
	case err != nil:
		return err
	case has != wants:
		return &SchemaError{Has: has, Wants: wants}
	default:
		return nil
	}
	if err := sqliteschema.SetupSchemaOnDB(schemaTx{ctx: ctx, tx: tx}); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `INSERT INTO makegood_schema VALUES (?)`, wants); err != nil {
		return err
	}
	return tx.Commit()
}

// schemaTx lets the server's schema set-up, which wants a whole database, run
// in a transaction. It asks for nothing but Exec.
type schemaTx struct {
	sqlplugin.AdminDB
	ctx context.Context
	tx  *sql.Tx
}

func (s schemaTx) Exec(statement string, args ...any) error {
	_, err := s.tx.ExecContext(s.ctx, statement, args...)
	return err
}
