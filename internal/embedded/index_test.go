package embedded_test

import (
	"database/sql"
	"path/filepath"
	"strings"
	"testing"
)

func open(t *testing.T, dir, file string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, file))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// TestSearchesUseAnIndex asks SQLite how it would answer: the partial indexes
// must serve the comparisons that searches are made of.
func TestSearchesUseAnIndex(t *testing.T) {
	o := options(t, t.TempDir())
	start(t, o).Stop()
	db := open(t, o.Dir, "visibility.db")
	for where, index := range map[string]string{
		`Keyword01 = 'late-flight'`:       "by_keyword_01",
		`Keyword02 IN ('watching', 'x')`:  "by_keyword_02",
		`Int01 >= 2`:                      "by_int_01",
		`workflow_id = 'recovery/a/b/c'`:  "by_workflow_id",
		`status = 1`:                      "by_status",
		`parent_workflow_id = 'x'`:        "by_parent_workflow_id",
		`TemporalNamespaceDivision = 'x'`: "by_temporal_namespace_division",
		`root_workflow_id = 'r'`:          "by_root_workflow_id",
		`workflow_type_name = 'Recovery'`: "by_workflow_type",
		`Datetime01 < '2027-01-01'`:       "by_datetime_01",
	} {
		rows, err := db.Query(`EXPLAIN QUERY PLAN SELECT run_id FROM executions_visibility WHERE namespace_id = 'n' AND ` + where)
		if err != nil {
			t.Fatal(err)
		}
		var plan strings.Builder
		for rows.Next() {
			var id, parent, unused int
			var detail string
			if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
				t.Fatal(err)
			}
			plan.WriteString(detail + "\n")
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(plan.String(), index+" ") {
			t.Errorf("%s is answered by: %s", where, plan.String())
		}
	}
}

// TestFilesAreInWALMode reads the mode back through another connection: WAL is a property
// of the file.
func TestFilesAreInWALMode(t *testing.T) {
	o := options(t, t.TempDir())
	start(t, o)
	for _, file := range []string{"temporal.db", "visibility.db"} {
		var mode string
		if err := open(t, o.Dir, file).QueryRow(`PRAGMA journal_mode`).Scan(&mode); err != nil || mode != "wal" {
			t.Errorf("%s: %q, %v", file, mode, err)
		}
	}
}
