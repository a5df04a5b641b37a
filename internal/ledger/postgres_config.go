package ledger

import (
	"context"
	"errors"
	"net/url"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// connections is how many a pool has where the URL does not say it with
// pool_max_conns. PostgreSQL flushes for many at once, so more are faster.
const connections = 16

func postgresConfig(database string) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(database)
	parsed, unreadable := url.Parse(database)
	switch {
	case unreadable != nil:
		return nil, errUnreadable
	case err != nil:
		return nil, because(ErrUnreachable, errors.New(withoutSecrets(err.Error(), database, parsed)))
	}
	settings := parsed.Query()
	if !settings.Has("pool_max_conns") {
		config.MaxConns = connections
	}
	config.MaxConns = max(config.MaxConns, 2) // one holds the lock, one changes the schema
	if !settings.Has("application_name") {
		config.ConnConfig.RuntimeParams["application_name"] = "makegood"
	}
	config.AfterConnect = flushCommits
	return config, nil
}

// withoutSecrets takes what is secret in a URL out of a text.
func withoutSecrets(text, database string, parsed *url.URL) string {
	text = strings.ReplaceAll(text, database, "the URL")
	secrets := []string{parsed.Query().Get("password"), parsed.Query().Get("sslpassword")}
	if password, found := parsed.User.Password(); found {
		secrets = append(secrets, password, url.QueryEscape(password), url.PathEscape(password))
	}
	for _, secret := range secrets {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, "…")
		}
	}
	return text
}

// flushCommits makes commits wait for the disk even where the server's settings
// let them go before.
func flushCommits(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, `SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'`)
	return err
}
