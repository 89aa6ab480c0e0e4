-- verdict_apply: brings the verdicts of an indicator to what they should be; some of the subjects of which anything differed, with the
-- first instant at which a figure may count otherwise than before. The engine puts verdict_difference where vg.verdict_difference stands.
-- role: vigie_collect
WITH difference AS MATERIALIZED (
  SELECT d.* FROM vg.verdict_difference d),
gone AS (
  DELETE FROM vg.verdict v USING difference d
  WHERE d.gone AND v.indicator = d.indicator AND v.perimeter_id = d.perimeter_id AND v.subject = d.subject),
written AS (
  INSERT INTO vg.verdict AS v (indicator, perimeter_id, subject, label, judged, conforming, deviating, pending, unknown, waived, detail)
  SELECT d.indicator, d.perimeter_id, d.subject, d.label, d.judged, d.conforming, d.deviating, d.pending, d.unknown, d.waived, d.detail
  FROM difference d WHERE NOT d.gone
  ON CONFLICT (indicator, perimeter_id, subject) DO UPDATE
  SET label = excluded.label, judged = excluded.judged, conforming = excluded.conforming, deviating = excluded.deviating,
      pending = excluded.pending, unknown = excluded.unknown, waived = excluded.waived, detail = excluded.detail)
SELECT d.perimeter_id, d.subject, min(d.first_at) OVER () AS first_at FROM difference d LIMIT 10;
