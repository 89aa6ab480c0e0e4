-- policy_thresholds: the default thresholds of a pack for the indicators that exist: from the day it takes effect, or from now on when
-- the pack has changed them since. A pack that nothing was published under is written anew. Those set by people stay.
-- $1 text policy; $2 text[] indicators; $3 text[] targets; $4 text[] warnings; $5 text[] criticals, all in the unit shown
-- $6 timestamptz the present instant; $7 boolean written anew
WITH head AS (SELECT p.effective_at FROM vg.policy p WHERE p.code = $1::text),
wanted AS (
  SELECT i.code, n.target::numeric / s.scale AS target, n.warning::numeric / s.scale AS warning, n.critical::numeric / s.scale AS critical
  FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) n(indicator, target, warning, critical)
  JOIN vg.indicator i ON i.code = n.indicator
  CROSS JOIN LATERAL (SELECT CASE WHEN i.unit = '%' THEN 100 ELSE 1 END AS scale) s),
own AS (
  SELECT t.id, t.indicator, t.target, t.warning, t.critical, t.from_at
  FROM vg.threshold t WHERE t.perimeter_id IS NULL AND t.author = 'policy ' || $1),
kept AS (
  SELECT o.id, o.indicator, o.target, o.warning, o.critical, o.from_at
  FROM own o
  WHERE NOT $7::boolean
     OR o.from_at = (SELECT h.effective_at FROM head h)
        AND EXISTS (SELECT FROM wanted w WHERE (w.code, w.target, w.warning, w.critical) = (o.indicator, o.target, o.warning, o.critical))),
gone AS (
  DELETE FROM vg.threshold t USING own o WHERE t.id = o.id AND NOT EXISTS (SELECT FROM kept k WHERE k.id = o.id)),
last AS (
  SELECT DISTINCT ON (k.indicator) k.indicator, k.target, k.warning, k.critical FROM kept k ORDER BY k.indicator, k.from_at DESC, k.id DESC)
INSERT INTO vg.threshold (indicator, target, warning, critical, from_at, author, reason)
SELECT w.code, w.target, w.warning, w.critical,
       CASE WHEN l.indicator IS NULL THEN h.effective_at ELSE greatest($6::timestamptz, h.effective_at) END,
       'policy ' || $1, 'default of the policy pack'
FROM wanted w
CROSS JOIN head h
LEFT JOIN last l ON l.indicator = w.code
WHERE l.indicator IS NULL OR (l.target, l.warning, l.critical) IS DISTINCT FROM (w.target, w.warning, w.critical);
