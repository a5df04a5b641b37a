-- +goose Up

CREATE TABLE recoveries (
    id           text COLLATE "C" NOT NULL PRIMARY KEY,
    ref          text NOT NULL,
    stage        text NOT NULL,
    why          text NOT NULL,
    play         text NOT NULL,
    play_version bigint NOT NULL,
    trigger      text NOT NULL,
    experience   text NOT NULL,
    customer     text NOT NULL,
    incident     text NOT NULL,
    tier         text NOT NULL,
    remedy       text NOT NULL,
    amount       bigint NOT NULL,
    currency     text NOT NULL,
    first        text NOT NULL,
    opened_at    timestamptz NOT NULL,
    confirmed_at timestamptz,
    apology_at   timestamptz,
    ended_at     timestamptz,
    updated_at   timestamptz NOT NULL,
    state        json NOT NULL -- the record itself, as JSON; the other columns are copies to search by
);
CREATE INDEX recoveries_opened ON recoveries (opened_at, id);
CREATE INDEX recoveries_stage ON recoveries (stage, opened_at, id);
CREATE INDEX recoveries_play ON recoveries (play, opened_at, id);
CREATE INDEX recoveries_customer ON recoveries (customer, opened_at, id);
CREATE INDEX recoveries_incident ON recoveries (incident, opened_at, id) WHERE incident <> '';

CREATE TABLE deliveries (
    recovery    text NOT NULL,
    step        text COLLATE "C" NOT NULL,
    provider    text NOT NULL,
    provider_id text NOT NULL,
    earlier     text NOT NULL, -- provider ids of tries that this one took the place of, one a line
    status      text NOT NULL,
    code        text NOT NULL,
    word        text NOT NULL, -- empty until a provider has spoken
    amount      bigint NOT NULL,
    currency    text NOT NULL,
    tries       bigint NOT NULL,
    generation  bigint NOT NULL,
    begun_at    timestamptz,
    accepted_at timestamptz,
    settled_at  timestamptz,
    PRIMARY KEY (recovery, step)
);

CREATE TABLE suppressions (
    customer   text NOT NULL,
    recovery   text NOT NULL, -- empty where it comes from elsewhere
    experience text NOT NULL,
    reason     text NOT NULL,
    since      timestamptz, -- NULL: always
    until      timestamptz NOT NULL,
    PRIMARY KEY (customer, recovery)
);

-- +goose Down
DROP TABLE suppressions;
DROP TABLE deliveries;
DROP TABLE recoveries;
