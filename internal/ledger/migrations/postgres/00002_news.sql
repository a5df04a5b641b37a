-- +goose Up
-- What providers have called back with. A row stands before the caller gets its
-- answer; passed_at is when whoever has to know was told.
CREATE TABLE news (
    provider  text COLLATE "C" NOT NULL,
    event     text COLLATE "C" NOT NULL, -- the provider's own id, or "request " and a digest for a whole request
    recovery  text NOT NULL,
    step      text NOT NULL,
    id        text NOT NULL, -- the provider's, of what the news is about
    heard_at  timestamptz NOT NULL,
    passed_at timestamptz,
    PRIMARY KEY (provider, event)
);
CREATE INDEX news_waiting ON news (heard_at) WHERE passed_at IS NULL;
CREATE INDEX news_heard ON news (heard_at);

-- A provider that turns everyone away. The row goes when its lane works again.
CREATE TABLE lanes (
    provider text COLLATE "C" NOT NULL PRIMARY KEY,
    code     text NOT NULL,
    why      text NOT NULL,
    since    timestamptz NOT NULL
);

-- +goose Down
DROP TABLE lanes;
DROP TABLE news;
