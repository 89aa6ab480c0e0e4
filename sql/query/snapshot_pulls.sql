-- snapshot_pulls: the last pulls of each enabled source that are over, by the instant of their reading, and when all kinds of the source
-- were covered by each
-- $1 bigint how many a source; `dropped` is the latest reading of those that are left out
-- role: vigie_web
WITH pull AS (
  SELECT p.id, p.source_id, p.status, p.read_at, p.read, p.rejected, coalesce(p.message_words, p.message, '') AS message_said,
         row_number() OVER (PARTITION BY p.source_id ORDER BY p.id DESC) AS place
  FROM vg.pull p JOIN vg.source s ON s.id = p.source_id AND s.enabled
  WHERE p.status <> 'running'),
kept AS (
  SELECT k.id, k.source_id, k.status, k.read_at, k.read, k.rejected, k.message_said FROM pull k WHERE k.place <= $1::bigint),
dropped AS (SELECT d.source_id, max(d.read_at) AS read_at FROM pull d WHERE d.place > $1::bigint GROUP BY d.source_id),
wanted AS (SELECT k.source_id, count(*) AS kinds FROM vg.source_kind k GROUP BY k.source_id),
covers AS (
  SELECT v.pull_id, count(*) AS kinds, max(lower(v.during)) AS from_at, min(upper(v.during)) AS to_at
  FROM vg.coverage v JOIN vg.source_kind k ON k.source_id = v.source_id AND k.kind = v.kind
  GROUP BY v.pull_id)
SELECT k.id, k.source_id, k.status = 'ok' AS good, k.read_at, k.read, k.rejected,
       CASE WHEN k.status <> 'ok' THEN k.message_said ELSE '' END AS message_said,
       coalesce(c.kinds, 0) = coalesce(w.kinds, 0) AS covered, c.from_at, c.to_at, d.read_at AS dropped
FROM kept k
LEFT JOIN covers c ON c.pull_id = k.id
LEFT JOIN wanted w ON w.source_id = k.source_id
LEFT JOIN dropped d ON d.source_id = k.source_id
ORDER BY k.source_id, k.read_at, k.id;
