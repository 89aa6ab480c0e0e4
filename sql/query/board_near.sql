-- board_near: who a ratio says conforms at an instant, and no longer will by a later one if nothing else is read by then: the first to end first
-- $1 bigint perimeter; $2 timestamptz instant; $3 text indicator; $4 timestamptz the later one; $5 bigint at most
-- role: vigie_web
SELECT count(*) OVER () AS total, v.perimeter_id, p.name AS perimeter, v.subject, v.label, d.due_at
FROM vg.verdict v
JOIN vg.verdict_kept k USING (indicator, perimeter_id, subject)
JOIN vg.perimeter p ON p.id = v.perimeter_id
CROSS JOIN LATERAL (SELECT min(lower(x)) AS due_at FROM unnest(k.deviating - k.waived) x WHERE lower(x) > $2::timestamptz) d
WHERE v.indicator = $3 AND v.perimeter_id IN (SELECT t.descendant_id FROM vg.perimeter_tree t WHERE t.ancestor_id = $1)
  AND v.conforming @> $2::timestamptz AND d.due_at <= $4::timestamptz
ORDER BY d.due_at, v.label, v.perimeter_id, v.subject LIMIT $5::bigint;
