-- board_alerts: the alerts open at an instant: critical first, then the oldest first
-- $1 bigint perimeter; $2 timestamptz instant
-- role: vigie_web
SELECT a.id AS record_id, v.perimeter_id, v.subject AS key, v.label, v.detail AS severity, a.summary, lower(v.during) AS raised_at,
       coalesce(c.during @> $2::timestamptz, false) AS fresh
FROM vg.dated_value v
JOIN vg.perimeter_tree t ON t.ancestor_id = $1 AND t.descendant_id = v.perimeter_id
LEFT JOIN LATERAL (
  SELECT r.id, r.summary, r.source_id
  FROM vg.source_kind k JOIN rec.alert r ON r.source_id = k.source_id AND r.key = v.subject
  WHERE k.kind = 'alert' ORDER BY r.source_id LIMIT 1) a ON true
LEFT JOIN vg.covered c ON c.source_id = a.source_id AND c.kind = 'alert'
WHERE v.indicator = 'alert_open' AND v.during @> $2::timestamptz AND coalesce(upper(v.during), 'infinity') > $2::timestamptz
ORDER BY v.detail <> 'critical', lower(v.during), v.label, v.subject, v.perimeter_id;
