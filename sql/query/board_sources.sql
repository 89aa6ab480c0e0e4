-- board_sources: the enabled sources that speak of a perimeter at an instant, and whether they are fresh then
-- $1 bigint perimeter; $2 timestamptz instant
-- role: vigie_web
SELECT s.name, k.fresh, p.read_at
FROM vg.source s
JOIN vg.perimeter_related r ON r.perimeter_id = $1 AND r.other_id = s.perimeter_id
CROSS JOIN LATERAL (
  SELECT coalesce(bool_and(coalesce(c.during, '{}') @> $2::timestamptz), false) AS fresh, min(lower(c.during)) AS first_at
  FROM vg.source_kind sk LEFT JOIN vg.covered c ON c.source_id = sk.source_id AND c.kind = sk.kind
  WHERE sk.source_id = s.id) k
LEFT JOIN LATERAL (
  SELECT p.read_at FROM vg.pull p WHERE p.source_id = s.id AND p.status = 'ok' AND p.read_at <= $2::timestamptz ORDER BY p.read_at DESC LIMIT 1) p ON true
WHERE s.enabled AND (s.created_at <= $2::timestamptz OR k.first_at <= $2::timestamptz)
ORDER BY s.name;
