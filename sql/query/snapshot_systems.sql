-- snapshot_systems: the periods of the subjects of backup_daily, in the order of board_nights; one row a stretch
-- $1 bigint most rows
-- role: vigie_web
SELECT v.perimeter_id, v.subject, v.label, w.what, lower(r) AS from_at, upper(r) AS to_at
FROM vg.verdict v
CROSS JOIN LATERAL (VALUES ('judged', v.judged), ('unknown', v.unknown), ('deviating', v.deviating), ('waived', v.waived),
                           ('pending', v.pending)) w(what, during)
CROSS JOIN LATERAL unnest(w.during) r
WHERE v.indicator = 'backup_daily'
ORDER BY v.label, v.perimeter_id, v.subject, w.what, lower(r) LIMIT $1::bigint;
