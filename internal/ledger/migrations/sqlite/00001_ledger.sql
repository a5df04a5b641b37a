-- +goose Up
-- Times are text, UTC, to the microsecond: 2026-11-21T18:02:00.000000Z.

CREATE TABLE recoveries (
    id           TEXT NOT NULL PRIMARY KEY,
    ref          TEXT NOT NULL,
    stage        TEXT NOT NULL,
    why          TEXT NOT NULL,
    play         TEXT NOT NULL,
    play_version INTEGER NOT NULL,
    trigger      TEXT NOT NULL,
    experience   TEXT NOT NULL,
    customer     TEXT NOT NULL,
    incident     TEXT NOT NULL,
    tier         TEXT NOT NULL,
    remedy       TEXT NOT NULL,
    amount       INTEGER NOT NULL,
    currency     TEXT NOT NULL,
    first        TEXT NOT NULL,
    opened_at    TEXT NOT NULL,
    confirmed_at TEXT,
    apology_at   TEXT,
    ended_at     TEXT,
    updated_at   TEXT NOT NULL,
    state        TEXT NOT NULL -- the record itself, as JSON; the other columns are copies to search by
) STRICT;
CREATE INDEX recoveries_opened ON recoveries (opened_at, id);
CREATE INDEX recoveries_stage ON recoveries (stage, opened_at, id);
CREATE INDEX recoveries_play ON recoveries (play, opened_at, id);
CREATE INDEX recoveries_customer ON recoveries (customer, opened_at, id);
CREATE INDEX recoveries_incident ON recoveries (incident, opened_at, id) WHERE incident <> '';

CREATE TABLE deliveries (
    recovery    TEXT NOT NULL,
    step        TEXT NOT NULL,
    provider    TEXT NOT NULL,
    provider_id TEXT NOT NULL,
    earlier     TEXT NOT NULL, -- provider ids of tries that this one took the place of, one a line
    status      TEXT NOT NULL,
    code        TEXT NOT NULL,
    word        TEXT NOT NULL, -- empty until a provider has spoken
    amount      INTEGER NOT NULL,
    currency    TEXT NOT NULL,
    tries       INTEGER NOT NULL,
    generation  INTEGER NOT NULL,
    begun_at    TEXT,
    accepted_at TEXT,
    settled_at  TEXT,
    PRIMARY KEY (recovery, step)
) STRICT, WITHOUT ROWID;

CREATE TABLE suppressions (
    customer   TEXT NOT NULL,
    recovery   TEXT NOT NULL, -- empty where it comes from elsewhere
    experience TEXT NOT NULL,
    reason     TEXT NOT NULL,
    since      TEXT, -- NULL: always
    until      TEXT NOT NULL,
    PRIMARY KEY (customer, recovery)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE suppressions;
DROP TABLE deliveries;
DROP TABLE recoveries;
