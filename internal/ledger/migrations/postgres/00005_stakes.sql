-- +goose Up
-- Of an allowance also what was owed in all, and what it took of which day's budget. What
-- is given is a list now: the latest allowance of a recovery is what all of it came to.
ALTER TABLE allowances
    ADD COLUMN asked json NOT NULL DEFAULT '{}',  -- all that it owes
    ADD COLUMN gives json NOT NULL DEFAULT '[]',  -- all that it gives, remedy by remedy
    ADD COLUMN day   text NOT NULL DEFAULT '',    -- of the budget that the rest came out of
    ADD COLUMN taken bigint NOT NULL DEFAULT 0;   -- how much that was
UPDATE allowances SET asked = debt, gives = json_build_array(debt);
ALTER TABLE allowances DROP COLUMN debt;

-- +goose Down
ALTER TABLE allowances ADD COLUMN debt json NOT NULL DEFAULT '{}';
UPDATE allowances SET debt = asked;
ALTER TABLE allowances DROP COLUMN asked, DROP COLUMN gives, DROP COLUMN day, DROP COLUMN taken;
