-- own_put: keeps the file of an indicator that the organisation adds: a change that waits, for the file before may be running
-- $1 text code; $2 text file; $3 bytea sha256; $4 integer version; $5 text who; $6 timestamptz the present instant
WITH waits AS (
  INSERT INTO vg.waiting_change (indicator, since)
  SELECT $1, clock_timestamp() WHERE NOT EXISTS (SELECT FROM vg.own_indicator k WHERE k.code = $1 AND k.sha256 = $3))
INSERT INTO vg.own_indicator AS o (code, file, sha256, version, added_by, added_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (code) DO UPDATE
SET file = excluded.file, sha256 = excluded.sha256, version = excluded.version, added_by = excluded.added_by, added_at = excluded.added_at;
