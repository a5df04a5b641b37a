-- +goose Up
-- What providers have called back with. A row stands before the caller gets its
-- answer; passed_at is when whoever has to know was told.
CREATE TABLE news (
    provider  TEXT NOT NULL,
    event     TEXT NOT NULL, -- the provider's own id, or "request " and a digest for a whole request
    recovery  TEXT NOT NULL,
    step      TEXT NOT NULL,
    id        TEXT NOT NULL, -- the provider's, of what the news is about
    heard_at  TEXT NOT NULL,
    passed_at TEXT,
    PRIMARY KEY (provider, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX news_waiting ON news (heard_at) WHERE passed_at IS NULL;
CREATE INDEX news_heard ON news (heard_at);

-- A provider that turns everyone away. The row goes when its lane works again.
CREATE TABLE lanes (
    provider TEXT NOT NULL PRIMARY KEY,
    code     TEXT NOT NULL,
    why      TEXT NOT NULL,
    since    TEXT NOT NULL
) STRICT;

-- +goose Down
DROP TABLE lanes;
DROP TABLE news;
