-- +goose Up
-- Of an allowance also what was owed in all, and what it took of which day's budget. What
-- is given is a list now: the latest allowance of a recovery is what all of it came to.
ALTER TABLE allowances ADD COLUMN asked TEXT NOT NULL DEFAULT '{}';  -- all that it owes, as JSON
ALTER TABLE allowances ADD COLUMN gives TEXT NOT NULL DEFAULT '[]';  -- all that it gives, remedy by remedy, as JSON
ALTER TABLE allowances ADD COLUMN day TEXT NOT NULL DEFAULT '';      -- of the budget that the rest came out of
ALTER TABLE allowances ADD COLUMN taken INTEGER NOT NULL DEFAULT 0;  -- how much that was
UPDATE allowances SET asked = debt, gives = '[' || debt || ']';
ALTER TABLE allowances DROP COLUMN debt;

-- +goose Down
ALTER TABLE allowances ADD COLUMN debt TEXT NOT NULL DEFAULT '{}';
UPDATE allowances SET debt = asked;
ALTER TABLE allowances DROP COLUMN asked;
ALTER TABLE allowances DROP COLUMN gives;
ALTER TABLE allowances DROP COLUMN day;
ALTER TABLE allowances DROP COLUMN taken;
