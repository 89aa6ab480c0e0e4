-- page_frame: what the title block says of a perimeter at an instant: policy, sources that speak of it, sample or not;
-- and since when a change waits for its evaluation
-- $1 bigint id of the perimeter
-- $2 timestamptz the instant
-- role: vigie_web, role: vigie_collect
SELECT count(*) AS sources, count(*) FILTER (WHERE s.fresh) AS fresh, min(s.read_at) AS oldest_read,
       coalesce(string_agg(s.name, ', ' ORDER BY s.name) FILTER (WHERE NOT s.fresh), '') AS stale,
       coalesce(bool_or(s.is_sample), false) AS is_sample,
       EXISTS (SELECT 1 FROM vg.setting WHERE key = 'sample.state' AND value = 'loading') AS loading,
       (SELECT min(w.since) FROM vg.waiting_change w) AS waits_since,
       (SELECT p.title_fr FROM vg.policy p JOIN vg.policy_period e ON e.policy = p.code WHERE e.during @> $2) AS policy_fr,
       (SELECT p.title_en FROM vg.policy p JOIN vg.policy_period e ON e.policy = p.code WHERE e.during @> $2) AS policy_en
  FROM vg.source_at($1, $2) AS s
