-- +goose Up
-- What plays hold a claim against. One row a customer, so that claims of one customer
-- follow each other.
CREATE TABLE turns (
    customer text COLLATE "C" NOT NULL PRIMARY KEY,
    taken    bigint NOT NULL
);

-- What a recovery was allowed to give, once for each tier that it came to.
CREATE TABLE allowances (
    recovery text COLLATE "C" NOT NULL,
    tier     text COLLATE "C" NOT NULL,
    customer text COLLATE "C" NOT NULL,
    turn     bigint NOT NULL, -- in which order, for this customer
    failure  text NOT NULL,   -- what is made good once; empty: nothing
    words_at timestamptz,     -- when words were allowed, by a play that counts them
    debt     json NOT NULL,   -- what it gives
    allowed  json NOT NULL,   -- the answer
    PRIMARY KEY (recovery, tier)
);
CREATE INDEX allowances_customer ON allowances (customer, turn);

-- What plays have given on a day without a person's word.
CREATE TABLE spending (
    play     text COLLATE "C" NOT NULL,
    day      text COLLATE "C" NOT NULL,
    currency text COLLATE "C" NOT NULL,
    amount   bigint NOT NULL,
    PRIMARY KEY (play, day, currency)
);

-- +goose Down
DROP TABLE spending;
DROP TABLE allowances;
DROP TABLE turns;
