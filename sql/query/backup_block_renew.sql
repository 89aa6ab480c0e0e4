-- backup_block_renew: works out again the blocks of the backups that were learnt, changed or lost from an instant on; in one statement,
-- so that both halves see the same records
-- $1 timestamptz as known at; $2 timestamptz from
-- role: vigie_collect
WITH touched AS MATERIALIZED (
  SELECT t.asset, t.block FROM vg.backup_block_touched($2) t),
gone AS (
  DELETE FROM vg.backup_block b USING touched t WHERE b.asset = t.asset AND b.block = t.block)
INSERT INTO vg.backup_block
SELECT b.*
FROM (SELECT vg.night_start(30 * min(t.block)) AS since, vg.night_start(30 * max(t.block) + 30) AS until FROM touched t) w
CROSS JOIN LATERAL vg.backup_block_of($1, w.since, w.until) b
WHERE (b.asset, b.block) IN (SELECT t.asset, t.block FROM touched t);
