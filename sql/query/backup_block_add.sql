-- backup_block_add: puts the backups that were learnt from an instant on with those that the blocks hold already. The blocks of which that does
-- not tell what they are, since backups were changed or lost, or some learnt since then may be in them already: to be worked out again
-- $1 timestamptz as known at; $2 timestamptz from
-- role: vigie_collect
WITH met AS MATERIALIZED (
  SELECT n.*, o.place, o.recorded_at AS was_recorded_at, o.first_at AS was_first_at, o.last_at AS was_last_at, o.nights AS was_nights,
         o.good_nights AS was_good_nights, o.failures AS was_failures, o.successes AS was_successes, o.first_good AS was_first_good,
         o.pruned AS was_pruned, o.held AS was_held
  FROM vg.backup_block_of($1, '-infinity', 'infinity', NULL, $2) n
  LEFT JOIN LATERAL (
    SELECT b.ctid AS place, b.* FROM vg.backup_block b
    WHERE b.asset = n.asset AND b.block = n.block AND b.perimeter_id = n.perimeter_id AND b.source_id = n.source_id
      AND b.datacenter IS NOT DISTINCT FROM n.datacenter
    OFFSET 0) o ON true),
again AS MATERIALIZED (
  SELECT l.asset, l.block FROM vg.backup_block_lost($2) l UNION SELECT m.asset, m.block FROM met m WHERE m.was_recorded_at >= $2),
sure AS MATERIALIZED (
  SELECT m.* FROM met m LEFT JOIN again a USING (asset, block) WHERE a.asset IS NULL),
gone AS (
  DELETE FROM vg.backup_block WHERE ctid = ANY (ARRAY(SELECT s.place FROM sure s WHERE s.place IS NOT NULL))),
written AS (
  INSERT INTO vg.backup_block (asset, perimeter_id, source_id, datacenter, block, first_at, last_at, nights, good_nights, failures, successes,
                               first_good, pruned, held, recorded_at)
  SELECT s.asset, s.perimeter_id, s.source_id, s.datacenter, s.block, least(s.first_at, s.was_first_at), greatest(s.last_at, s.was_last_at),
         s.nights + coalesce(s.was_nights, '{}'), s.good_nights + coalesce(s.was_good_nights, '{}'), s.failures + coalesce(s.was_failures, 0),
         s.successes + coalesce(s.was_successes, 0), least(s.first_good, s.was_first_good), s.pruned OR coalesce(s.was_pruned, false),
         s.held + coalesce(s.was_held, '{}'), s.recorded_at
  FROM sure s)
SELECT a.asset, a.block FROM again a ORDER BY a.block;
