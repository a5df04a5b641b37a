package embedded

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/persistence/sql/sqlplugin"
	sqliteschema "go.temporal.io/server/schema/sqlite"
	_ "modernc.org/sqlite" // the driver "sqlite", the one the server uses
)

// SchemaError says that the file was made for another database schema than this
// release's server has. The server does not migrate SQLite files.
type SchemaError struct{ Has, Wants string }

func (e *SchemaError) Error() string {
	return fmt.Sprintf("the file has database schema %s, this release needs %s; start the release that made it, or choose another folder", e.Has, e.Wants)
}

// ensureSchema makes the tables if there are none, all of them or none: a
// process killed halfway leaves an empty file. It notes the schema's version in
// the file, and refuses a file that notes another one. choose says which of the
// server's statements belong in this file, and how.
func ensureSchema(ctx context.Context, store *config.SQL, choose func(string) (string, bool)) error {
	db, err := sql.Open("sqlite", dataSource(store))
	if err != nil {
		return err
	}
	defer db.Close()

	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after a commit there is nothing left to undo

	if _, err := tx.ExecContext(ctx, `CREATE TABLE IF NOT EXISTS makegood_schema (version TEXT NOT NULL)`); err != nil {
		return err
	}
	wants := sqliteschema.Version + "/" + sqliteschema.VisibilityVersion
	var has string
	switch err := tx.QueryRowContext(ctx, `SELECT version FROM makegood_schema`).Scan(&has); {
	case err == nil && has == wants:
		return nil
	case err == nil:
		return &SchemaError{Has: has, Wants: wants}
	case !errors.Is(err, sql.ErrNoRows):
		return err
	}
	if err := sqliteschema.SetupSchemaOnDB(schemaTx{ctx: ctx, tx: tx, choose: choose}); err != nil {
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
	ctx    context.Context
	tx     *sql.Tx
	choose func(string) (string, bool)
}

func (s schemaTx) Exec(statement string, args ...any) error {
	statement, wanted := s.choose(statement)
	if !wanted {
		return nil
	}
	_, err := s.tx.ExecContext(s.ctx, statement, args...)
	return err
}

// indexTable is in the name of everything that belongs to the index.
const indexTable = "executions_visibility"

func stateStatement(statement string) (string, bool) {
	return statement, !strings.Contains(statement, indexTable)
}

// indexStatement keeps what belongs to the index, and makes its database
// indexes cheap. The server has 60 of them, nearly all on columns that are
// empty in nearly every row, and each workflow's row is written three times:
// left as they are, they make two thirds of all that is written to the disk.
// Made partial they answer the same queries, as any comparison with a column
// implies that it is not empty. A query on a column that has lost its index
// still answers, by looking at every row.
func indexStatement(statement string) (string, bool) {
	if !strings.Contains(statement, indexTable) {
		return "", false
	}
	index := secondaryIndex.FindStringSubmatch(statement)
	if index == nil {
		return statement, true
	}
	switch column := index[1]; column {
	case "execution_time", "workflow_id", "workflow_type_name", "status", "root_workflow_id":
		return statement, true
	case "history_length", "history_size_bytes", "execution_duration", "state_transition_count", "root_run_id", "task_queue":
		return "", false
	default:
		return strings.TrimRight(statement, "; \n") + " WHERE " + column + " IS NOT NULL", true
	}
}

var secondaryIndex = regexp.MustCompile(`^\s*CREATE INDEX \w+\s+ON ` + indexTable + ` \(namespace_id, (\w+),`)
