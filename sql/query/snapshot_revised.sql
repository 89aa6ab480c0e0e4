-- snapshot_revised: the ends of the days of which any figure has more than one revision, in order; each is found by the one before
-- role: vigie_web
WITH RECURSIVE day AS (
  (SELECT m.at FROM vg.measurement m WHERE m.revision > 1 ORDER BY m.at LIMIT 1)
  UNION ALL
  SELECT n.at FROM day d
  CROSS JOIN LATERAL (SELECT m.at FROM vg.measurement m WHERE m.revision > 1 AND m.at > d.at ORDER BY m.at LIMIT 1) n)
SELECT d.at FROM day d ORDER BY d.at;
