-- deviation_notes: what was said of the deviations of an indicator, by an instant, the latest first
-- $1 text indicator; $2 bigint perimeter (and below); $3 text subject, NULL: all; $4 timestamptz began at or after, NULL: ever; $5 timestamptz instant
-- role: vigie_web
SELECT n.perimeter_id, n.subject, n.began_at, n.cause, n.mended_by, n.record_kind, n.record_id, n.author, n.written_at
FROM vg.deviation_note n
JOIN vg.perimeter_tree t ON t.ancestor_id = $2 AND t.descendant_id = n.perimeter_id
WHERE n.indicator = $1 AND ($3::text IS NULL OR n.subject = $3) AND ($4::timestamptz IS NULL OR n.began_at >= $4) AND n.written_at <= $5
ORDER BY n.written_at DESC, n.id DESC;
