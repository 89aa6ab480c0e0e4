-- snapshot_runs: for each asset and each night (noon to noon, UTC) of a period, when its first backup ended and its first good one
-- $1 timestamptz from; $2 timestamptz to: both the end of a night; $3 bigint most rows
-- role: vigie_web
SELECT a.perimeter_id, a.subject, vg.night_end(b.finished_at) AS ends, min(b.finished_at) AS any_at, min(b.finished_at) FILTER (WHERE b.status = 'ok') AS good_at
FROM (
  SELECT c.asset, c.perimeter_id, c.finished_at, c.status FROM rec.backup c WHERE c.finished_at >= $1 AND c.finished_at < $2
  UNION ALL
  SELECT h.asset, h.perimeter_id, h.finished_at, h.status FROM rec.backup_history h
  WHERE h.finished_at >= $1 AND h.finished_at < $2 AND h.vanished AND h.back_at IS NULL) b
JOIN vg.asset_alias a ON a.name = b.asset AND a.seen_from = b.perimeter_id
GROUP BY a.perimeter_id, a.subject, vg.night_end(b.finished_at)
ORDER BY a.perimeter_id, a.subject COLLATE "C", ends LIMIT $3::bigint;
