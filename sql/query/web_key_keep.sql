-- web_key_keep: the key of the web, which is this one if there is none yet
-- $1 text value
WITH added AS (
  INSERT INTO vg.web_key (value) VALUES ($1) ON CONFLICT (one) DO NOTHING RETURNING value
)
SELECT a.value FROM added AS a
UNION ALL
SELECT k.value FROM vg.web_key AS k
LIMIT 1
