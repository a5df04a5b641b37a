package ledger

import (
	"context"
	"errors"
	"net"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// meetsAnother says whether a transaction came to nothing because of another one.
func meetsAnother(err error) bool {
	var cause *pgconn.PgError
	return errors.As(err, &cause) && (cause.Code == "40001" || cause.Code == "40P01")
}

// explainPostgres puts a clear word before PostgreSQL's own.
func explainPostgres(err error) error {
	var cause *pgconn.PgError
	var unreachable net.Error
	var refused *pgconn.ConnectError
	switch {
	case err == nil, errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.As(err, &cause):
		switch code := cause.Code; {
		case code == "25006":
			return because(ErrReadOnly, err)
		case code == "53100":
			return because(ErrFull, err)
		case code == "55P03", meetsAnother(err):
			return because(ErrLocked, err)
		case strings.HasPrefix(code, "08"), strings.HasPrefix(code, "28"), strings.HasPrefix(code, "57P"),
			code == "3D000", code == "53300":
			return because(ErrUnreachable, err)
		}
	case errors.As(err, &refused), errors.As(err, &unreachable):
		return because(ErrUnreachable, err)
	}
	return err
}
