-- board_causes: subjects whose verdict changed between two instants, at most five an indicator, the newest change first
-- $1 bigint perimeter; $2 timestamptz earlier; $3 timestamptz later; $4 text[] indicators
-- role: vigie_web
WITH tree AS (SELECT t.descendant_id FROM vg.perimeter_tree t WHERE t.ancestor_id = $1),
said AS (
  SELECT v.indicator, v.perimeter_id, v.subject, v.label, v.detail,
         CASE WHEN v.deviating @> $3::timestamptz THEN 'deviating' WHEN v.unknown @> $3 THEN 'unknown'
              WHEN v.conforming @> $3 THEN 'conforming' ELSE '' END AS now,
         CASE WHEN v.deviating @> $2::timestamptz THEN 'deviating' WHEN v.unknown @> $2 THEN 'unknown'
              WHEN v.conforming @> $2 THEN 'conforming' ELSE '' END AS before,
         CASE WHEN v.deviating @> $3 THEN v.deviating WHEN v.unknown @> $3 THEN v.unknown ELSE v.conforming END AS during,
         v.unknown @> $3 AND NOT (v.conforming && tstzrange(NULL, $3) OR v.deviating && tstzrange(NULL, $3)) AS never_told
  FROM vg.verdict v
  WHERE v.indicator = ANY ($4) AND v.perimeter_id IN (SELECT descendant_id FROM tree) AND coalesce(upper(v.judged), 'infinity') > $2
  UNION ALL
  SELECT d.indicator, d.perimeter_id, d.subject, d.label, d.detail, 'deviating', '', tstzmultirange(d.during), false
  FROM vg.dated_value d
  WHERE d.indicator = ANY ($4) AND d.perimeter_id IN (SELECT descendant_id FROM tree) AND coalesce(upper(d.during), 'infinity') > $2
    AND d.during @> $3 AND NOT d.during @> $2),
began AS (
  SELECT s.indicator, s.perimeter_id, s.subject, s.label, s.detail, s.now, s.never_told,
         (SELECT lower(r) FROM unnest(s.during) r WHERE r @> $3) AS at
  FROM said s
  WHERE s.now <> s.before AND s.now <> '' AND (s.now <> 'conforming' OR s.before <> '')),
ranked AS (
  SELECT b.*, row_number() OVER (PARTITION BY b.indicator, b.now ORDER BY b.at DESC, b.label COLLATE "C", b.subject COLLATE "C", b.perimeter_id) AS place FROM began b)
SELECT r.indicator, r.perimeter_id, r.subject, r.label, r.detail, r.now, r.at, r.never_told FROM ranked r WHERE r.place <= 5
ORDER BY r.indicator COLLATE "C", r.at DESC, r.label COLLATE "C", r.subject COLLATE "C", r.perimeter_id;
