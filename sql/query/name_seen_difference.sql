-- name_seen_difference: a row when the names that facts bear, worked out anew, are not what is kept of them: see backup_block_difference
-- $1 timestamptz as known at
-- role: vigie_collect
SELECT true AS differs
WHERE (SELECT ROW(count(*), sum(hash_record_extended(ROW(s.kind, s.name, s.perimeter_id, s.source_id, s.during), 0))) FROM vg.name_shown($1) s)
      IS DISTINCT FROM
      (SELECT ROW(count(*), sum(hash_record_extended(ROW(s.kind, s.name, s.perimeter_id, s.source_id, s.during), 0))) FROM vg.name_seen s);
