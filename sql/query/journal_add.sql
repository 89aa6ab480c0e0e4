-- journal_add: who did what
-- $1 timestamptz at
-- $2 text actor
-- $3 text action
-- $4 text object
-- $5 text detail, a JSON object
-- $6 text address
INSERT INTO vg.journal (at, actor, action, object, detail, address)
VALUES ($1, $2, $3, $4, $5::text::jsonb, $6)
