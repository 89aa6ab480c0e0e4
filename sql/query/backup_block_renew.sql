-- backup_block_renew: brings a block of the backups of some names to what the records say
-- $1 timestamptz as known at; $2 bigint block; $3 text[] names
-- role: vigie_collect
WITH new AS MATERIALIZED (
  SELECT b.* FROM vg.backup_block_of($1, vg.night_start((30 * $2::bigint)::integer), vg.night_start((30 * $2 + 30)::integer), $3::text[]) b),
old AS MATERIALIZED (
  SELECT b.ctid AS place, b.* FROM vg.backup_block b WHERE b.block = $2 AND b.asset = ANY ($3)),
difference AS MATERIALIZED (
  SELECT o.place, n.*
  FROM new n
  FULL JOIN old o ON n.asset = o.asset AND n.perimeter_id = o.perimeter_id AND n.source_id = o.source_id
                     AND coalesce(n.datacenter, '') = coalesce(o.datacenter, '') AND (n.datacenter IS NULL) = (o.datacenter IS NULL)
  WHERE (n.first_at, n.last_at, n.nights, n.good_nights, n.failures, n.successes, n.first_good, n.pruned, n.held, n.recorded_at, n.again)
        IS DISTINCT FROM (o.first_at, o.last_at, o.nights, o.good_nights, o.failures, o.successes, o.first_good, o.pruned, o.held, o.recorded_at, o.again)),
gone AS (
  DELETE FROM vg.backup_block WHERE ctid = ANY (ARRAY(SELECT d.place FROM difference d WHERE d.place IS NOT NULL)))
INSERT INTO vg.backup_block (asset, perimeter_id, source_id, datacenter, block, first_at, last_at, nights, good_nights, failures, successes,
                             first_good, pruned, held, recorded_at, again)
SELECT d.asset, d.perimeter_id, d.source_id, d.datacenter, d.block, d.first_at, d.last_at, d.nights, d.good_nights, d.failures, d.successes,
       d.first_good, d.pruned, d.held, d.recorded_at, d.again
FROM difference d WHERE d.asset IS NOT NULL;
