-- board_nights: for each system of backup_daily and each night (noon to noon, UTC), what is known of its backups
-- $1 bigint perimeter; $2 timestamptz instant; $3 integer how many nights; $4 integer how many nights before the one that
-- contains the instant or ends at it is the last
-- role: vigie_web
WITH night AS (
  SELECT n.place, e.last - ($4 + $3 - n.place) * interval '1 day' AS ends
  FROM (SELECT vg.night_end($2::timestamptz - interval '1 microsecond') AS last) e CROSS JOIN generate_series(1, $3) n(place)),
span AS (SELECT min(n.ends) - interval '1 day' AS since, max(n.ends) AS until FROM night n),
system AS (
  SELECT v.perimeter_id, v.subject, v.label, v.judged, v.unknown, v.deviating, v.waived, v.conforming, v.pending
  FROM vg.verdict v
  JOIN vg.perimeter_tree t ON t.ancestor_id = $1 AND t.descendant_id = v.perimeter_id
  CROSS JOIN span s
  WHERE v.indicator = 'backup_daily' AND v.judged && tstzrange(s.since, $2::timestamptz)),
run AS (
  SELECT a.perimeter_id, a.subject, vg.night_end(b.finished_at) AS ends, bool_or(b.status = 'ok') AS good
  FROM span s
  CROSS JOIN LATERAL (
    SELECT c.asset, c.perimeter_id, c.finished_at, c.status FROM rec.backup c
    WHERE c.finished_at >= s.since AND c.finished_at < s.until AND c.finished_at <= $2::timestamptz
    UNION ALL
    SELECT h.asset, h.perimeter_id, h.finished_at, h.status FROM rec.backup_history h
    WHERE h.finished_at >= s.since AND h.finished_at < s.until AND h.finished_at <= $2::timestamptz AND h.vanished AND h.back_at IS NULL) b
  JOIN vg.asset_alias a ON a.name = b.asset AND a.seen_from = b.perimeter_id
  GROUP BY a.perimeter_id, a.subject, vg.night_end(b.finished_at))
SELECT y.perimeter_id, y.subject, y.label, n.place::integer AS place, n.ends,
       CASE WHEN NOT y.judged && tstzrange(n.ends - interval '1 day', least(n.ends, $2::timestamptz)) THEN 'outside'
            WHEN r.good THEN 'ok' WHEN NOT r.good THEN 'failed'
            WHEN n.ends > $2::timestamptz THEN 'ahead'
            WHEN y.unknown @> (n.ends - interval '1 microsecond') THEN 'unknown' ELSE 'missing' END AS night,
       CASE WHEN y.waived @> $2::timestamptz THEN 'waived' WHEN y.deviating @> $2::timestamptz THEN 'deviating' WHEN y.unknown @> $2::timestamptz THEN 'unknown'
            WHEN y.pending @> $2::timestamptz THEN 'pending' ELSE 'conforming' END AS now
FROM system y
CROSS JOIN night n
LEFT JOIN run r ON r.perimeter_id = y.perimeter_id AND r.subject = y.subject AND r.ends = n.ends
ORDER BY y.label, y.perimeter_id, y.subject, n.place;
