-- +goose Up
-- When an observation of a trigger last came. Kept every few seconds, not for each.
CREATE TABLE heard (
    trigger text COLLATE "C" NOT NULL PRIMARY KEY,
    last_at timestamptz NOT NULL
);

-- What the last look at a play's monitor and at how often it fires found, and when the
-- operator was told of it.
CREATE TABLE looks (
    play        text COLLATE "C" NOT NULL PRIMARY KEY,
    since       timestamptz NOT NULL, -- when it was first looked at
    looked_at   timestamptz NOT NULL,
    silent      bigint NOT NULL, -- 1 or 0
    fix         bigint NOT NULL, -- 1 or 0
    watched     bigint NOT NULL,
    confirmed   bigint NOT NULL,
    confirms    bigint NOT NULL,
    silent_told timestamptz, -- NULL: the operator knows of nothing
    fix_told    timestamptz
);

-- +goose Down
DROP TABLE looks;
DROP TABLE heard;
