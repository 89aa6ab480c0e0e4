-- given_keep: keeps what an indicator says of its subjects otherwise than before; these subjects, up to one more than TOUCHED_MAX. The
-- engine puts given_difference where vg.given_difference stands.
-- role: vigie_collect
WITH difference AS MATERIALIZED (
  SELECT d.* FROM vg.given_difference d),
gone AS (
  DELETE FROM vg.given g USING difference d
  WHERE d.gone AND g.indicator = (SELECT e.indicator FROM difference e LIMIT 1) AND g.perimeter_id = d.perimeter_id AND g.subject = d.subject),
written AS (
  INSERT INTO vg.given AS g (indicator, perimeter_id, subject, label, judged, conforming, pending, spoken, sources, detail)
  SELECT d.indicator, d.perimeter_id, d.subject, d.label, d.judged, d.conforming, d.pending, d.spoken, d.sources, d.detail
  FROM difference d WHERE NOT d.gone
  ON CONFLICT (indicator, perimeter_id, subject) DO UPDATE
  SET label = excluded.label, judged = excluded.judged, conforming = excluded.conforming, pending = excluded.pending,
      spoken = excluded.spoken, sources = excluded.sources, detail = excluded.detail)
SELECT d.perimeter_id, d.subject FROM difference d LIMIT 5001;
