-- source_health: the sources declared or read by an instant, each with its last pull, its last good reading and what depends on it
-- $1 bigint source, or NULL for all  $2 timestamptz the instant
-- $3 bigint perimeter of which they speak, or NULL for all
-- role: vigie_web, role: vigie_collect
SELECT s.id, s.code, s.name, s.connector, p.name AS perimeter, s.enabled, s.is_sample, s.period_s, s.staleness_s,
       s.version, s.created_at, s.created_by, CASE WHEN s.period_s > 0 THEN t.due_at END AS due_at, t.failures, l.id AS last_id, l.status AS last_status, l.read_at AS last_at,
       l.message_said AS last_message_said, l.hint_said AS last_hint_said, g.id AS good_id, g.read_at AS good_at, g.read AS good_read,
       g.rejected AS good_rejected, f.fresh_until,
       (SELECT said_at FROM vg.register AS e WHERE e.source_id = s.id AND e.said_at <= $2::timestamptz) AS said_at,
       (SELECT count(*) FROM vg.indicator AS i
         WHERE (i.kinds || i.optional) && (SELECT array_agg(k.kind) FROM vg.source_kind AS k WHERE k.source_id = s.id)) AS dependants
  FROM vg.source AS s
  JOIN vg.perimeter AS p ON p.id = s.perimeter_id
  LEFT JOIN vg.source_state AS t ON t.source_id = s.id
  LEFT JOIN LATERAL (SELECT id, status, read_at, coalesce(message_words, message) AS message_said,
                             coalesce(hint_words, hint) AS hint_said FROM vg.pull
                      WHERE source_id = s.id AND read_at <= $2::timestamptz ORDER BY id DESC LIMIT 1) AS l ON true
  LEFT JOIN LATERAL (SELECT id, read_at, read, rejected FROM vg.pull
                      WHERE source_id = s.id AND status = 'ok' AND read_at <= $2::timestamptz ORDER BY id DESC LIMIT 1) AS g ON true
  LEFT JOIN LATERAL (SELECT min(upper(c.during)) AS fresh_until FROM vg.coverage AS c WHERE c.pull_id = g.id) AS f ON true
 WHERE ($1::bigint IS NULL OR s.id = $1::bigint) AND (s.created_at <= $2::timestamptz OR g.id IS NOT NULL)
   AND ($3::bigint IS NULL OR EXISTS (SELECT FROM vg.perimeter_related AS w WHERE w.perimeter_id = $3 AND w.other_id = s.perimeter_id))
 ORDER BY s.is_sample, s.name
