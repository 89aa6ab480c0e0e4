-- page_frame: what the title block says of a perimeter at an instant: policy, sources that speak of it, sample or not
-- $1 bigint id of the perimeter
-- $2 timestamptz the instant, exclusive
WITH concerned AS (
  SELECT s.id, s.name, s.is_sample, g.id AS pull_id, g.read_at
  FROM vg.source s
  LEFT JOIN LATERAL (SELECT p.id, p.read_at FROM vg.pull p
                     WHERE p.source_id = s.id AND p.status = 'ok' AND p.read_at < $2
                     ORDER BY p.id DESC LIMIT 1) g ON true
  WHERE s.enabled AND EXISTS (
    SELECT 1 FROM vg.perimeter_tree t
    WHERE (t.ancestor_id = $1 AND t.descendant_id = s.perimeter_id) OR (t.descendant_id = $1 AND t.ancestor_id = s.perimeter_id))),
judged AS (
  SELECT c.*, c.pull_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM vg.source_kind k
    WHERE k.source_id = c.id AND NOT EXISTS (
      SELECT 1 FROM vg.coverage v
      WHERE v.source_id = c.id AND v.kind = k.kind AND v.pull_id = c.pull_id AND v.during @> $2 - interval '1 microsecond')) AS fresh
  FROM concerned c)
SELECT count(*) AS sources, count(*) FILTER (WHERE fresh) AS fresh, min(read_at) AS oldest_read,
       coalesce(string_agg(name, ', ' ORDER BY name) FILTER (WHERE NOT fresh), '') AS stale,
       coalesce(bool_or(is_sample), false) AS is_sample,
       (SELECT title_fr FROM vg.policy ORDER BY effective_on DESC LIMIT 1) AS policy_fr,
       (SELECT title_en FROM vg.policy ORDER BY effective_on DESC LIMIT 1) AS policy_en
FROM judged
