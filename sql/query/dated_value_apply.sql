-- dated_value_apply: brings the dated values of an indicator to what they should be; some of the subjects of which anything differed, with
-- the first instant from which the values in force in a perimeter are others, NULL when only what is told of them is. The engine puts
-- dated_value_difference where vg.dated_value_difference stands.
-- role: vigie_collect
WITH difference AS MATERIALIZED (
  SELECT d.* FROM vg.dated_value_difference d),
gone AS (
  DELETE FROM vg.dated_value v USING difference d
  WHERE d.there AND v.indicator = d.indicator AND v.perimeter_id = d.perimeter_id AND v.subject = d.subject AND v.label = d.label AND v.value = d.value
    AND v.during = d.during AND coalesce(v.detail, '') = coalesce(d.detail, '') AND coalesce(v.base, -1) = coalesce(d.base, -1)
    -- found by when they end
    AND v.indicator = (SELECT max(o.indicator) FROM difference o)
    AND coalesce(upper(v.during), 'infinity') = ANY (ARRAY(SELECT DISTINCT coalesce(upper(o.during), 'infinity') FROM difference o WHERE o.there))
  RETURNING v.perimeter_id, v.value, v.base, v.during),
written AS (
  INSERT INTO vg.dated_value (indicator, perimeter_id, subject, label, value, during, detail, base)
  SELECT d.indicator, d.perimeter_id, d.subject, d.label, d.value, d.during, d.detail, d.base
  FROM difference d CROSS JOIN LATERAL generate_series(1, d.many)),
turn AS (
  SELECT m.perimeter_id, m.value, m.base, e.at
  FROM (SELECT d.perimeter_id, d.value, d.base, d.during, d.many FROM difference d
        UNION ALL SELECT g.perimeter_id, g.value, g.base, g.during, -1 FROM gone g) m
  CROSS JOIN LATERAL (VALUES (coalesce(lower(m.during), '-infinity'), m.many), (coalesce(upper(m.during), 'infinity'), -m.many)) e(at, step)
  GROUP BY m.perimeter_id, m.value, m.base, e.at
  HAVING sum(e.step) <> 0)
SELECT d.perimeter_id, d.subject, (SELECT min(t.at) FROM turn t) AS first_at FROM difference d LIMIT 10;
