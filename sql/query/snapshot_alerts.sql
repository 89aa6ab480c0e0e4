-- snapshot_alerts: all alerts that ever counted, in the order of board_alerts, whose rows they are
-- $1 bigint most rows
-- role: vigie_web
SELECT a.id AS record_id, v.perimeter_id, v.subject AS key, v.label, v.detail AS severity, a.summary, a.source_id,
       lower(v.during) AS raised_at, lower(v.during) AS from_at, upper(v.during) AS to_at
FROM vg.dated_value v
LEFT JOIN LATERAL (
  SELECT r.id, r.summary, r.source_id
  FROM vg.source_kind k JOIN rec.alert r ON r.source_id = k.source_id AND r.key = v.subject
  WHERE k.kind = 'alert' ORDER BY r.source_id LIMIT 1) a ON true
WHERE v.indicator = 'alert_open'
ORDER BY v.detail <> 'critical', lower(v.during), v.label, v.subject, v.perimeter_id LIMIT $1::bigint;
