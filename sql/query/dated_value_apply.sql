-- dated_value_apply: brings the dated values of an indicator to those of the work table, writing only what differs; some
-- of the subjects of which anything did; a timeline of values is always made whole
-- $1 text indicator
-- role: vigie_collect
WITH old AS MATERIALIZED (
  SELECT v.ctid AS place, v.perimeter_id, v.subject, v.label, v.value, v.during, coalesce(v.detail, '') AS detail,
         row_number() OVER (PARTITION BY v.perimeter_id, v.subject, v.label, v.value, v.during, v.detail) AS nth
  FROM vg.dated_value v WHERE v.indicator = $1),
new AS MATERIALIZED (
  SELECT n.perimeter_id, n.subject, n.label, n.value, n.during, coalesce(n.detail, '') AS detail, n.detail AS text,
         row_number() OVER (PARTITION BY n.perimeter_id, n.subject, n.label, n.value, n.during, n.detail) AS nth
  FROM vg.dated_value_next n WHERE n.indicator = $1),
gone AS (
  DELETE FROM vg.dated_value v
  WHERE v.ctid IN (SELECT o.place FROM old o
                   LEFT JOIN new n USING (perimeter_id, subject, label, value, during, detail, nth) WHERE n.nth IS NULL)
  RETURNING v.perimeter_id, v.subject),
written AS (
  INSERT INTO vg.dated_value (indicator, perimeter_id, subject, label, value, during, detail)
  SELECT $1, n.perimeter_id, n.subject, n.label, n.value, n.during, n.text
  FROM new n
  LEFT JOIN old o USING (perimeter_id, subject, label, value, during, detail, nth)
  WHERE o.nth IS NULL
  RETURNING perimeter_id, subject)
SELECT c.perimeter_id, c.subject, '-infinity'::timestamptz AS first_at
FROM (SELECT g.perimeter_id, g.subject FROM gone g UNION ALL SELECT w.perimeter_id, w.subject FROM written w) c LIMIT 10;
