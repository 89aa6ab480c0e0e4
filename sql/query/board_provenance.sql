-- board_provenance: the sources of an indicator for a perimeter at an instant, with their last good pull
-- $1 bigint perimeter; $2 timestamptz instant; $3 text[] kinds
-- role: vigie_web
SELECT s.id, s.code, s.name, s.connector, s.enabled, k.fresh, k.until, p.id AS pull_id, p.read_at, p.read, p.rejected
FROM vg.source s
JOIN vg.perimeter_related r ON r.perimeter_id = $1 AND r.other_id = s.perimeter_id
CROSS JOIN LATERAL (
  SELECT bool_and(coalesce(c.during, '{}') @> $2::timestamptz) AS fresh,
         min((SELECT upper(x) FROM unnest(c.during) x WHERE x @> $2::timestamptz)) AS until
  FROM vg.source_kind sk LEFT JOIN vg.covered c ON c.source_id = sk.source_id AND c.kind = sk.kind
  WHERE sk.source_id = s.id AND sk.kind = ANY ($3)) k
LEFT JOIN LATERAL (
  SELECT l.id, l.read_at, l.read, l.rejected FROM vg.pull l
  WHERE l.source_id = s.id AND l.status = 'ok' AND l.read_at <= $2::timestamptz ORDER BY l.read_at DESC LIMIT 1) p ON true
WHERE k.fresh IS NOT NULL
ORDER BY s.name;
