-- dated_value_apply: brings the dated values of an indicator to what they should be; some of the subjects of which anything differed; a
-- timeline of values is always made whole. The engine puts dated_value_difference where vg.dated_value_difference stands.
-- role: vigie_collect
WITH difference AS MATERIALIZED (
  SELECT d.* FROM vg.dated_value_difference d),
gone AS (
  DELETE FROM vg.dated_value v USING difference d
  WHERE v.indicator = d.indicator AND v.perimeter_id = d.perimeter_id AND v.subject = d.subject AND v.label = d.label AND v.value = d.value
    AND v.during = d.during AND coalesce(v.detail, '') = coalesce(d.detail, '')),
written AS (
  INSERT INTO vg.dated_value (indicator, perimeter_id, subject, label, value, during, detail)
  SELECT d.indicator, d.perimeter_id, d.subject, d.label, d.value, d.during, d.detail
  FROM difference d CROSS JOIN LATERAL generate_series(1, d.many))
SELECT d.perimeter_id, d.subject, '-infinity'::timestamptz AS first_at FROM difference d LIMIT 10;
