-- first_start_mark: gives a row the first time only
-- $1 timestamptz now
INSERT INTO vg.setting (key, value, changed_at) VALUES ('first_start', 'done', $1::timestamptz) ON CONFLICT (key) DO NOTHING RETURNING key;
