-- backup_series_difference: the series of backups, worked out anew from their blocks: what is not kept so, and what is kept otherwise
-- role: vigie_collect
WITH new AS MATERIALIZED (
  SELECT s.* FROM vg.backup_series_of(NULL) s),
old AS MATERIALIZED (
  SELECT s.* FROM vg.backup_series s)
(TABLE new EXCEPT ALL TABLE old) UNION ALL (TABLE old EXCEPT ALL TABLE new);
