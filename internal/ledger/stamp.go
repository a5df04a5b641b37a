package ledger

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// stamp is a time as both databases keep it: UTC, cut to the microsecond. In
// SQLite it is text that sorts as time does, in PostgreSQL a timestamptz. The
// zero time is NULL.
type stamp struct{ time.Time }

const stampForm = "2006-01-02T15:04:05.000000Z"

// cut is the time as it comes back from the ledger.
func cut(t time.Time) time.Time {
	if t.IsZero() {
		return time.Time{}
	}
	return t.UTC().Truncate(time.Microsecond)
}

// Value is the column of a time.
func (s stamp) Value() (driver.Value, error) {
	if s.IsZero() {
		return nil, nil
	}
	at := cut(s.Time)
	if year := at.Year(); year < 1 || year > 9999 {
		return nil, fmt.Errorf("%w: a time in the year %d", ErrNotKept, year)
	}
	return at.Format(stampForm), nil
}

// Scan reads the column of a time.
func (s *stamp) Scan(column any) (err error) {
	switch column := column.(type) {
	case nil:
		s.Time = time.Time{}
	case time.Time:
		s.Time = cut(column)
	case string:
		s.Time, err = time.Parse(stampForm, column)
	default:
		err = fmt.Errorf("a time cannot be read from %T", column)
	}
	return err
}
