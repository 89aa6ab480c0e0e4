-- verdict_apply: brings the verdicts of an indicator to those of the work table, writing only what differs
-- $1 text indicator
-- role: vigie_collect
WITH gone AS (
  DELETE FROM vg.verdict v
  WHERE v.indicator = $1
    AND NOT EXISTS (SELECT FROM vg.verdict_next n
                    WHERE n.indicator = $1 AND n.perimeter_id = v.perimeter_id AND n.subject = v.subject))
INSERT INTO vg.verdict AS v (indicator, perimeter_id, subject, label, judged, conforming, deviating, pending, unknown, waived, detail)
SELECT n.indicator, n.perimeter_id, n.subject, n.label, n.judged, n.conforming, n.deviating, n.pending, n.unknown, n.waived, n.detail
FROM vg.verdict_next n
WHERE n.indicator = $1
ON CONFLICT (indicator, perimeter_id, subject) DO UPDATE
SET label = excluded.label, judged = excluded.judged, conforming = excluded.conforming, deviating = excluded.deviating,
    pending = excluded.pending, unknown = excluded.unknown, waived = excluded.waived, detail = excluded.detail
WHERE (v.label, v.judged, v.conforming, v.deviating, v.pending, v.unknown, v.waived, v.detail)
  IS DISTINCT FROM (excluded.label, excluded.judged, excluded.conforming, excluded.deviating, excluded.pending, excluded.unknown,
                    excluded.waived, excluded.detail);
