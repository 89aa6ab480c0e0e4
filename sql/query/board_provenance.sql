-- board_provenance: the sources of an indicator for a perimeter at an instant, each with the good pull that tells of that instant: its last one
-- by then while that holds, else the first one after it whose history reaches back to it (then told_later), else its last one by then;
--   held_s: for how long that reading was good when it was made; NULL: not known, what people enter being good from when they said it
-- $1 bigint perimeter; $2 timestamptz instant; $3 text[] kinds
-- role: vigie_web
SELECT s.id, s.code, s.name, s.connector, s.enabled, s.staleness_s, k.kinds, k.fresh, p.id AS pull_id, p.read_at, p.read, p.rejected,
       coalesce(p.read_at > $2::timestamptz, false) AS told_later, CASE WHEN p.read_at <= $2::timestamptz THEN p.until END AS until,
       CASE WHEN NOT EXISTS (SELECT FROM vg.register e WHERE e.source_id = s.id) THEN extract(epoch FROM p.until - p.read_at)::bigint END AS held_s
FROM vg.source s
JOIN vg.perimeter_related r ON r.perimeter_id = $1 AND r.other_id = s.perimeter_id
CROSS JOIN LATERAL (
  SELECT bool_and(coalesce(c.during, '{}') @> $2::timestamptz) AS fresh, string_agg(sk.kind, ' ' ORDER BY sk.kind) AS kinds
  FROM vg.source_kind sk LEFT JOIN vg.covered c ON c.source_id = sk.source_id AND c.kind = sk.kind
  WHERE sk.source_id = s.id AND sk.kind = ANY ($3)) k
LEFT JOIN LATERAL (
  SELECT l.id, l.read_at, l.read, l.rejected, l.until FROM (
    (SELECT g.id, g.read_at, g.read, g.rejected, v.until, coalesce(v.tells, false) AS tells, 1 AS place
     FROM vg.pull g
     CROSS JOIN LATERAL (SELECT min(upper(c.during)) AS until, bool_and(c.during @> $2::timestamptz) AS tells
                         FROM vg.coverage c WHERE c.pull_id = g.id AND c.kind = ANY ($3)) v
     WHERE g.source_id = s.id AND g.status = 'ok' AND g.read_at <= $2::timestamptz ORDER BY g.read_at DESC LIMIT 1)
    UNION ALL
    (SELECT g.id, g.read_at, g.read, g.rejected, v.until, true, 2
     FROM vg.pull g
     CROSS JOIN LATERAL (SELECT min(upper(c.during)) AS until, count(*) > 0 AS tells
                         FROM vg.coverage c WHERE c.pull_id = g.id AND c.kind = ANY ($3) AND c.during @> $2::timestamptz) v
     WHERE k.fresh AND g.source_id = s.id AND g.status = 'ok' AND g.read_at > $2::timestamptz AND v.tells
     ORDER BY g.read_at LIMIT 1)) l
  ORDER BY NOT l.tells, l.place LIMIT 1) p ON true
WHERE k.fresh IS NOT NULL AND (s.created_at <= $2::timestamptz OR p.id IS NOT NULL)
ORDER BY s.name;
