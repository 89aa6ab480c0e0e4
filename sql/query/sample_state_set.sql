-- sample_state_set: remembers how far the loading of the sample went
-- $1 text state  $2 timestamptz now
INSERT INTO vg.setting (key, value, changed_at) VALUES ('sample.state', $1::text, $2::timestamptz)
ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, changed_at = EXCLUDED.changed_at
