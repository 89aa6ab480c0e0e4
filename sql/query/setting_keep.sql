-- setting_keep: the value of a setting, which is set to this one if there is none yet
-- $1 text key
-- $2 text value
-- $3 timestamptz now
WITH added AS (
  INSERT INTO vg.setting (key, value, changed_at) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING RETURNING value
)
SELECT a.value FROM added AS a
UNION ALL
SELECT s.value FROM vg.setting AS s WHERE s.key = $1
LIMIT 1
