-- collector_key_write: publishes the collector's public key; gives the one it replaces
-- $1 text key in hexadecimal  $2 timestamptz now
WITH old AS (SELECT value FROM vg.setting WHERE key = 'collector_public_key'),
put AS (
  INSERT INTO vg.setting (key, value, changed_at, changed_by) VALUES ('collector_public_key', $1::text, $2::timestamptz, 'collector')
  ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, changed_at = EXCLUDED.changed_at, changed_by = EXCLUDED.changed_by
  WHERE setting.value <> EXCLUDED.value RETURNING 1)
SELECT (SELECT value FROM old) AS replaced, (SELECT count(*) FROM put) AS written
