-- backup_block_add: puts the backups that were learnt from an instant on with those that the blocks and the series hold already. The blocks of
-- which that does not tell what they are, since backups were changed or lost, or some learnt since then may be in them already: to be worked out again
-- $1 timestamptz as known at; $2 timestamptz from
-- role: vigie_collect
WITH met AS MATERIALIZED (
  SELECT n.*, o.place, o.recorded_at AS was_recorded_at, o.first_at AS was_first_at, o.last_at AS was_last_at, o.nights AS was_nights,
         o.good_nights AS was_good_nights, o.failures AS was_failures, o.successes AS was_successes, o.first_good AS was_first_good,
         o.pruned AS was_pruned, o.held AS was_held,
         o.again AS was_again
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
                               first_good, pruned, held, recorded_at, again)
  SELECT s.asset, s.perimeter_id, s.source_id, s.datacenter, s.block, least(s.first_at, s.was_first_at), greatest(s.last_at, s.was_last_at),
         s.nights + coalesce(s.was_nights, '{}'), s.good_nights + coalesce(s.was_good_nights, '{}'), s.failures + coalesce(s.was_failures, 0),
         s.successes + coalesce(s.was_successes, 0), least(s.first_good, s.was_first_good), s.pruned OR coalesce(s.was_pruned, false),
         s.held + coalesce(s.was_held, '{}'), s.recorded_at,
         CASE WHEN s.place IS NULL OR (s.again = '{}' AND isempty(s.good_nights * s.was_good_nights)) THEN coalesce(s.was_again, s.again)
              ELSE (vg.nights_add(s.was_good_nights || s.was_again, s.good_nights || s.again))[2:] END
  FROM sure s),
series AS MATERIALIZED (
  SELECT s.*, o.place
  FROM (SELECT s.asset, s.perimeter_id, s.source_id, s.datacenter, range_agg(s.nights) AS nights, range_agg(s.good_nights) AS good_nights,
               vg.nights_sum(s.again) AS again, bool_or(s.failures > 0) AS failed, min(s.first_good) AS first_good,
               bool_or(s.pruned) AS pruned, range_agg(s.held) AS held
        FROM sure s GROUP BY s.asset, s.perimeter_id, s.source_id, s.datacenter) s
  LEFT JOIN LATERAL (
    SELECT o.ctid AS place FROM vg.backup_series o
    WHERE o.asset = s.asset AND o.perimeter_id = s.perimeter_id AND o.source_id = s.source_id AND o.datacenter IS NOT DISTINCT FROM s.datacenter
    OFFSET 0) o ON true),
grown AS (
  UPDATE vg.backup_series o
  SET nights = o.nights + s.nights, good_nights = o.good_nights + s.good_nights,
      again = CASE WHEN s.again = '{}' AND isempty(o.good_nights * s.good_nights) THEN o.again
                   ELSE (vg.nights_add(o.good_nights || o.again, s.good_nights || s.again))[2:] END, failed = o.failed OR s.failed,
      first_good = least(o.first_good, s.first_good), pruned = o.pruned OR s.pruned, held = o.held + s.held
  FROM series s WHERE o.ctid = s.place AND o.ctid = ANY (ARRAY(SELECT p.place FROM series p WHERE p.place IS NOT NULL))),
begun AS (
  INSERT INTO vg.backup_series (asset, perimeter_id, source_id, datacenter, nights, good_nights, again, failed, first_good, pruned, held)
  SELECT s.asset, s.perimeter_id, s.source_id, s.datacenter, s.nights, s.good_nights, s.again, s.failed, s.first_good, s.pruned, s.held
  FROM series s WHERE s.place IS NULL)
SELECT a.asset, a.block FROM again a ORDER BY a.block;
