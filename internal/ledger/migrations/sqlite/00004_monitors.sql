-- +goose Up
-- When an observation of a trigger last came. Kept every few seconds, not for each.
CREATE TABLE heard (
    trigger TEXT NOT NULL PRIMARY KEY,
    last_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- What the last look at a play's monitor and at how often it fires found, and when the
-- operator was told of it.
CREATE TABLE looks (
    play        TEXT NOT NULL PRIMARY KEY,
    since       TEXT NOT NULL, -- when it was first looked at
    looked_at   TEXT NOT NULL,
    silent      INTEGER NOT NULL, -- 1 or 0
    fix         INTEGER NOT NULL, -- 1 or 0
    watched     INTEGER NOT NULL,
    confirmed   INTEGER NOT NULL,
    confirms    INTEGER NOT NULL,
    silent_told TEXT, -- NULL: the operator knows of nothing
    fix_told    TEXT
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE looks;
DROP TABLE heard;
