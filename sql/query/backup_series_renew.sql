-- backup_series_renew: brings the series of the backups of some names to what their blocks say
-- $1 text[] names
-- role: vigie_collect
WITH gone AS (
  DELETE FROM vg.backup_series WHERE asset = ANY ($1::text[]))
INSERT INTO vg.backup_series SELECT s.* FROM vg.backup_series_of($1) s;
