-- evaluation_begin: a new evaluation
-- $1 timestamptz as known at; $2 timestamptz the present instant
-- role: vigie_collect
INSERT INTO vg.evaluation (known_at, started_at, status) VALUES ($1, $2, 'running') RETURNING id;
