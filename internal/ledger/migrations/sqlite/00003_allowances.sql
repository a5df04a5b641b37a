-- +goose Up
-- What plays hold a claim against. One row a customer, so that claims of one customer
-- follow each other.
CREATE TABLE turns (
    customer TEXT NOT NULL PRIMARY KEY,
    taken    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What a recovery was allowed to give, once for each tier that it came to.
CREATE TABLE allowances (
    recovery TEXT NOT NULL,
    tier     TEXT NOT NULL,
    customer TEXT NOT NULL,
    turn     INTEGER NOT NULL, -- in which order, for this customer
    failure  TEXT NOT NULL,    -- what is made good once; empty: nothing
    words_at TEXT,             -- when words were allowed, by a play that counts them
    debt     TEXT NOT NULL,    -- what it gives, as JSON
    allowed  TEXT NOT NULL,    -- the answer, as JSON
    PRIMARY KEY (recovery, tier)
) STRICT, WITHOUT ROWID;
CREATE INDEX allowances_customer ON allowances (customer, turn);

-- What plays have given on a day without a person's word.
CREATE TABLE spending (
    play     TEXT NOT NULL,
    day      TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount   INTEGER NOT NULL,
    PRIMARY KEY (play, day, currency)
) STRICT, WITHOUT ROWID;

-- +goose Down
DROP TABLE spending;
DROP TABLE allowances;
DROP TABLE turns;
