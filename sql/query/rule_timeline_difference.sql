-- rule_timeline_difference: the states over time of the rules that some of these indicators measure, where they differ from those that are
-- kept: at each instant the worst of the rule's indicators, in the order not applied, unknown, watch, waived, applied; not applicable gives
-- way to all, unless the rule was said not to apply there: then it is all that is said. From an instant on, a state goes on from the step of
-- the present ones that leads there
-- $1 text[] indicators; $2 timestamptz from, NULL: whole, and of the rules too that were said not to apply somewhere
-- role: vigie_collect
WITH link AS MATERIALIZED (
  SELECT l.policy, l.rule, l.indicator FROM vg.rule_indicator l JOIN vg.indicator i ON i.code = l.indicator),
due AS MATERIALIZED (
  SELECT x.policy, x.rule, row_number() OVER () AS n
  FROM (SELECT l.policy, l.rule FROM link l WHERE l.indicator = ANY ($1)
        UNION SELECT r.policy, r.number FROM vg.rule r JOIN vg.applicability a ON a.rule = r.number
        WHERE $2::timestamptz IS NULL) x),
excluded AS MATERIALIZED (
  SELECT d.n, d.policy, d.rule, p.perimeter_id, p.during FROM due d JOIN vg.not_applicable_period p ON p.rule = d.rule),
base AS MATERIALIZED (
  SELECT d.n, t.perimeter_id, t.from_at, t.state FROM vg.rule_timeline t JOIN due d USING (policy, rule)
  WHERE t.rule = ANY (ARRAY(SELECT e.rule FROM due e)) AND t.from_at < $2 AND t.to_at >= $2),
turn AS MATERIALIZED (
  SELECT t.indicator, t.perimeter_id, t.from_at AS at, t.state, lag(t.state) OVER (PARTITION BY t.indicator, t.perimeter_id
                                                                                  ORDER BY t.from_at) AS was
  FROM vg.timeline t
  WHERE (t.from_at = t.since OR t.from_at < $2) AND ($2 IS NULL OR t.to_at >= $2)
    AND t.indicator = ANY (ARRAY(SELECT DISTINCT l.indicator FROM link l JOIN due d USING (policy, rule)))),
edge AS (
  SELECT d.n, t.perimeter_id, CASE WHEN t.at < $2 THEN coalesce(b.from_at, t.at) ELSE t.at END AS at, t.state, t.was
  FROM turn t
  JOIN link l USING (indicator)
  JOIN due d USING (policy, rule)
  LEFT JOIN base b ON b.n = d.n AND b.perimeter_id = t.perimeter_id
  UNION ALL
  SELECT x.n, x.perimeter_id, lower(x.during), 'unknown', NULL
  FROM excluded x WHERE NOT EXISTS (SELECT FROM link l WHERE l.policy = x.policy AND l.rule = x.rule)),
first AS (
  SELECT e.n, e.perimeter_id, min(e.at) AS at FROM edge e GROUP BY e.n, e.perimeter_id),
mark AS (
  SELECT e.n, e.perimeter_id, e.at, e.state, e.was FROM edge e
  UNION ALL
  SELECT x.n, x.perimeter_id, b.at, NULL, NULL
  FROM excluded x
  JOIN first f USING (n, perimeter_id)
  CROSS JOIN LATERAL unnest(x.during) r
  CROSS JOIN LATERAL (VALUES (lower(r)), (upper(r))) b(at)
  WHERE b.at > f.at AND ($2 IS NULL OR b.at >= $2)),
step AS (
  SELECT e.n, e.perimeter_id, e.at,
         sum(sum(CASE e.state WHEN 'not_applied' THEN 1 ELSE 0 END - CASE e.was WHEN 'not_applied' THEN 1 ELSE 0 END)::integer) OVER w AS not_applied,
         sum(sum(CASE e.state WHEN 'unknown' THEN 1 ELSE 0 END - CASE e.was WHEN 'unknown' THEN 1 ELSE 0 END)::integer) OVER w AS unknown,
         sum(sum(CASE e.state WHEN 'watch' THEN 1 ELSE 0 END - CASE e.was WHEN 'watch' THEN 1 ELSE 0 END)::integer) OVER w AS watch,
         sum(sum(CASE e.state WHEN 'waived' THEN 1 ELSE 0 END - CASE e.was WHEN 'waived' THEN 1 ELSE 0 END)::integer) OVER w AS waived,
         sum(sum(CASE e.state WHEN 'applied' THEN 1 ELSE 0 END - CASE e.was WHEN 'applied' THEN 1 ELSE 0 END)::integer) OVER w AS applied
  FROM mark e
  GROUP BY e.n, e.perimeter_id, e.at
  WINDOW w AS (PARTITION BY e.n, e.perimeter_id ORDER BY e.at)),
rated AS (
  SELECT s.n, s.perimeter_id, s.at,
         CASE WHEN b.from_at = s.at THEN b.state
              WHEN x.during @> s.at THEN 'not_applicable'
              WHEN s.not_applied > 0 THEN 'not_applied' WHEN s.unknown > 0 THEN 'unknown' WHEN s.watch > 0 THEN 'watch'
              WHEN s.waived > 0 THEN 'waived' WHEN s.applied > 0 THEN 'applied' ELSE 'not_applicable' END AS state
  FROM step s LEFT JOIN excluded x USING (n, perimeter_id) LEFT JOIN base b USING (n, perimeter_id)),
changed AS (
  SELECT r.n, r.perimeter_id, r.at, r.state, r.state IS DISTINCT FROM lag(r.state) OVER w AS kept
  FROM rated r WINDOW w AS (PARTITION BY r.n, r.perimeter_id ORDER BY r.at)),
new AS MATERIALIZED (
  SELECT d.policy, d.rule, c.perimeter_id, c.at AS from_at,
         lead(c.at, 1, 'infinity') OVER (PARTITION BY c.n, c.perimeter_id ORDER BY c.at) AS to_at, c.state
  FROM changed c JOIN due d USING (n) WHERE c.kept),
old AS MATERIALIZED (
  SELECT t.* FROM vg.rule_timeline t JOIN due d USING (policy, rule)
  WHERE t.rule = ANY (ARRAY(SELECT e.rule FROM due e)) AND ($2 IS NULL OR t.to_at >= $2))
SELECT policy, rule, perimeter_id, from_at, n.to_at, n.state, n.state IS NULL AS gone
FROM new n FULL JOIN old o USING (policy, rule, perimeter_id, from_at)
WHERE (n.to_at, n.state) IS DISTINCT FROM (o.to_at, o.state);
