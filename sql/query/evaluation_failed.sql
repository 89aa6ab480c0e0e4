-- evaluation_failed: an evaluation that changed nothing, and why
-- $1 timestamptz as known at; $2 timestamptz start; $3 timestamptz end; $4 text message
-- role: vigie_collect
INSERT INTO vg.evaluation (known_at, started_at, finished_at, status, message) VALUES ($1, $2, $3, 'failed', $4);
