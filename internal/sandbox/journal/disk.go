package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

const schema = `CREATE TABLE IF NOT EXISTS document (
	seq  INTEGER PRIMARY KEY AUTOINCREMENT,
	kind TEXT NOT NULL,
	id   TEXT NOT NULL,
	body BLOB NOT NULL,
	UNIQUE (kind, id)
)`

// version is written to the file, so that a later format can tell this one.
const version = 1

type disk struct {
	db          *sql.DB
	put, remove *sql.Stmt
}

func openDisk(ctx context.Context, path string) (*disk, error) {
	// locking_mode comes first: in WAL mode it must be set before the first read.
	dsn := (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath()}).String() +
		"?_pragma=locking_mode(EXCLUSIVE)&_pragma=busy_timeout(2000)" +
		"&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)"
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, fmt.Errorf("journal %s: %w", path, err)
	}
	db.SetMaxOpenConns(1) // one writer, and an exclusive lock belongs to one connection
	d := &disk{db: db}
	if err := d.prepare(ctx); err != nil {
		return nil, fmt.Errorf("journal %s: %w", path, errors.Join(err, db.Close()))
	}
	return d, nil
}

func (d *disk) prepare(ctx context.Context) error {
	var have int
	if err := d.db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&have); err != nil {
		return err
	}
	if have > version {
		return fmt.Errorf("written by a later version (%d; this one knows %d)", have, version)
	}
	if _, err := d.db.ExecContext(ctx, schema); err != nil {
		return err
	}
	if _, err := d.db.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version)); err != nil {
		return err
	}
	var err error
	if d.put, err = d.db.PrepareContext(ctx, `INSERT INTO document (kind, id, body) VALUES (?, ?, ?)
		ON CONFLICT (kind, id) DO UPDATE SET body = excluded.body`); err != nil {
		return err
	}
	d.remove, err = d.db.PrepareContext(ctx, `DELETE FROM document WHERE kind = ? AND id = ?`)
	return err
}

func (d *disk) read(ctx context.Context, load func(Change) error) error {
	rows, err := d.db.QueryContext(ctx, `SELECT kind, id, body FROM document ORDER BY seq`)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var c Change
		if err := rows.Scan(&c.Kind, &c.ID, &c.Body); err != nil {
			return err
		}
		if err := load(c); err != nil {
			return fmt.Errorf("%s %s: %w", c.Kind, c.ID, err)
		}
	}
	return rows.Err()
}

func (d *disk) commit(changes []Change) error {
	tx, err := d.db.Begin()
	if err != nil {
		return err
	}
	put, remove := tx.Stmt(d.put), tx.Stmt(d.remove)
	for _, c := range changes {
		if c.Body == nil {
			_, err = remove.Exec(c.Kind, c.ID)
		} else {
			_, err = put.Exec(c.Kind, c.ID, c.Body)
		}
		if err != nil {
			return errors.Join(err, tx.Rollback())
		}
	}
	return tx.Commit()
}

func (d *disk) close() error {
	return errors.Join(d.put.Close(), d.remove.Close(), d.db.Close())
}
