-- page_sources: the sources that speak of a perimeter at an instant (those of board_sources), with their last reading and their last attempt
-- $1 bigint id of the perimeter
-- $2 timestamptz the instant, exclusive
SELECT s.id, s.code, s.name, s.connector, s.staleness_s, g.id AS pull_id, g.read_at, g.read, g.rejected,
       l.status AS last_status, l.started_at AS last_at, coalesce(l.message_words, l.message, '') AS last_message_said,
       g.id IS NOT NULL AND NOT EXISTS (
         SELECT 1 FROM vg.source_kind k
         WHERE k.source_id = s.id AND NOT EXISTS (
           SELECT 1 FROM vg.coverage v
           WHERE v.source_id = s.id AND v.kind = k.kind AND v.pull_id = g.id AND v.during @> $2 - interval '1 microsecond')) AS fresh
FROM vg.source s
LEFT JOIN LATERAL (SELECT p.id, p.read_at, p.read, p.rejected FROM vg.pull p
                   WHERE p.source_id = s.id AND p.status = 'ok' AND p.read_at < $2
                   ORDER BY p.id DESC LIMIT 1) g ON true
LEFT JOIN LATERAL (SELECT p.status, p.started_at, p.message, p.message_words FROM vg.pull p
                   WHERE p.source_id = s.id AND p.status <> 'running' AND p.read_at < $2
                   ORDER BY p.id DESC LIMIT 1) l ON true
WHERE s.id IN (SELECT a.id FROM vg.source_at($1, $2) a)
ORDER BY s.name
