-- code: backup_success_rate
-- rules: 12.1
-- title_fr: Réussite des sauvegardes
-- title_en: Backup success rate
-- question_fr: Quelle part des sauvegardes des trente dernières nuits a réussi ?
-- question_en: What share of the backups of the last thirty nights succeeded?
-- formula_fr: Sauvegardes réussies des 30 dernières nuits, divisées par les sauvegardes relevées et les nuits sans sauvegarde.
-- formula_en: Successful backups of the last 30 nights, divided by the backups recorded and the nights without any.
-- denominator_fr: Toutes les sauvegardes relevées, et chaque nuit (de midi à midi, UTC) où un système de production n’en a aucune :
--   des outils comme restic ne gardent trace que de leurs réussites, une nuit vide y est un échec.
-- denominator_en: All recorded backups, and each night (noon to noon, UTC) in which a production system has none: tools such as
--   restic keep a trace of their successes only, so that an empty night is a failure.
-- form: ratio
-- family: E
-- boards: PO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: backup
-- kinds: asset, backup
-- records: backup.asset
-- touched: backup_touched
-- ground: backup_ground
-- deviation_fr: La sauvegarde a échoué : {detail}
-- deviation_en: The backup failed: {detail}
-- nothing_fr: La sauvegarde a échoué, ou n’a pas eu lieu cette nuit-là.
-- nothing_en: The backup failed, or was not made that night.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Une sauvegarde compte à partir du midi qui suit, pendant 30 jours. Un système sauvegardé plusieurs fois par nuit pèse
--   autant de fois. Une sauvegarde effacée depuis par la rétention reste comptée : elle a été faite. Les nuits
--   d’un système portent son nom et un numéro, de #01 à #30, chacun pour une nuit sur trente ; un échec relevé porte sa clé.
-- limits_en: A backup counts from the noon that follows it, for 30 days. A system backed up several times a night weighs as many
--   times. A backup pruned since by retention still counts: it was made. The nights of a system bear its name and a number,
--   #01 to #30, each for one night in thirty; a recorded failure bears its key.
-- version: 1
WITH asked AS MATERIALIZED (
  SELECT a.asset, array_agg(DISTINCT a.place) AS places FROM vg.backup_asked($4) a GROUP BY a.asset),
name AS MATERIALIZED (
  SELECT a.asset AS name FROM asked a
  UNION SELECT s.name FROM vg.asset_alias s WHERE s.subject = ANY (ARRAY(SELECT a.asset FROM asked a))),
alias AS MATERIALIZED (
  SELECT s.name, s.seen_from, s.perimeter_id, s.subject FROM vg.asset_alias s
  WHERE $4::text[] IS NULL OR s.name = ANY (ARRAY(SELECT n.name FROM name n))),
system AS MATERIALIZED (
  SELECT v.perimeter_id, v.subject AS asset, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.system AND v.production AND ($4::text[] IS NULL OR v.name = ANY (ARRAY(SELECT n.name FROM name n)))
  GROUP BY v.perimeter_id, v.subject),
run AS MATERIALIZED (
  SELECT b.asset, coalesce(s.perimeter_id, b.perimeter_id) AS perimeter_id, coalesce(s.subject, b.asset) AS subject, b.source_id,
         b.block, b.first_at, b.last_at, b.nights, b.good_nights, b.successes,
         b.successes > CASE WHEN b.good_nights = int4multirange(range_merge(b.good_nights)) THEN upper(b.good_nights) - lower(b.good_nights)
                            ELSE 0 END AS maybe -- it may hold more good backups than good nights
  FROM vg.backup_block b
  LEFT JOIN alias s ON s.name = b.asset AND s.seen_from = b.perimeter_id
  WHERE $4 IS NULL OR b.asset = ANY (ARRAY(SELECT n.name FROM name n))),
held AS MATERIALIZED (
  SELECT h.perimeter_id, h.asset, h.source_id, h.good, h.good + coalesce(h.other, '{}') AS nights
  FROM (
    SELECT r.perimeter_id, r.subject AS asset, r.source_id, range_agg(r.good_nights) AS good,
           range_agg(r.nights) FILTER (WHERE r.nights <> r.good_nights) AS other
    FROM run r
    GROUP BY r.perimeter_id, r.subject, r.source_id) h),
known AS MATERIALIZED (
  SELECT h.perimeter_id, h.asset, array_agg(DISTINCT h.source_id) AS sources, range_agg(h.nights) AS nights
  FROM held h GROUP BY h.perimeter_id, h.asset),
several AS MATERIALIZED ( -- blocks of thirty nights that hold more good backups than good nights
  SELECT s.perimeter_id, s.asset, s.source_id, s.block, greatest(s.first_at, vg.night_start(30 * s.block + q.places[1])) AS first_at,
         least(s.last_at, vg.night_start(30 * s.block + q.places[cardinality(q.places)] + 1)) AS last_at
  FROM (
    SELECT r.perimeter_id, r.subject AS asset, r.source_id, r.block, min(r.first_at) AS first_at, max(r.last_at) AS last_at,
           sum(r.successes) AS many, range_agg(r.good_nights) AS good
    FROM run r
    JOIN (SELECT r.perimeter_id, r.subject, r.source_id, r.block FROM run r GROUP BY r.perimeter_id, r.subject, r.source_id, r.block
          HAVING count(*) > 1 OR bool_or(r.maybe)) m USING (perimeter_id, subject, source_id, block)
    GROUP BY r.perimeter_id, r.subject, r.source_id, r.block) s
  LEFT JOIN asked q ON q.asset = s.asset
  WHERE s.many > (SELECT sum(upper(n) - lower(n)) FROM unnest(s.good) n)),
again AS (
  SELECT b.perimeter_id, b.asset, b.source_id, b.n, count(*) AS many
  FROM (SELECT coalesce(s.perimeter_id, b.perimeter_id) AS perimeter_id, coalesce(s.subject, b.asset) AS asset, b.source_id,
               vg.night(b.finished_at) AS n
        FROM vg.backup_good($1, ARRAY(SELECT DISTINCT r.asset FROM run r JOIN several v ON v.perimeter_id = r.perimeter_id AND v.asset = r.subject
                                                                                         AND v.block = r.block),
                            (SELECT min(v.first_at) FROM several v), (SELECT max(v.last_at) FROM several v)) b
        LEFT JOIN alias s ON s.name = b.asset AND s.seen_from = b.perimeter_id
        OFFSET 0) b -- otherwise each backup may be joined with all of its source
  JOIN several v ON v.perimeter_id = b.perimeter_id AND v.asset = b.asset AND v.source_id = b.source_id AND v.block = b.n / 30
  GROUP BY b.perimeter_id, b.asset, b.source_id, b.n),
success AS (
  SELECT h.perimeter_id, h.asset, h.source_id, p.place, 1::bigint AS nth,
         tstzrange(vg.night_start(p.first + 1), vg.night_start(p.last + 31)) AS judged
  FROM held h
  LEFT JOIN asked q ON q.asset = h.asset
  CROSS JOIN LATERAL unnest(h.good) n
  CROSS JOIN LATERAL (
    SELECT place, lower(n) + (place - lower(n) % 30 + 30) % 30 AS first, upper(n) - 1 - ((upper(n) - 1) % 30 - place + 30) % 30 AS last
    FROM unnest(coalesce(q.places, ARRAY(SELECT generate_series(0, 29)))) place) p
  WHERE p.first <= p.last
  UNION ALL
  SELECT a.perimeter_id, a.asset, a.source_id, a.n % 30, nth, tstzrange(vg.night_start(a.n + 1), vg.night_start(a.n + 31))
  FROM again a
  CROSS JOIN LATERAL generate_series(2, a.many) nth),
covered AS MATERIALIZED (
  SELECT c.perimeter_id, c.during FROM vg.backup_covered($1, $2) c),
missing AS (
  SELECT y.perimeter_id, y.asset, vg.night_start(night + 1) AS counted, night % 30 AS place
  FROM system y
  JOIN covered c USING (perimeter_id)
  LEFT JOIN asked q ON q.asset = y.asset
  LEFT JOIN known k ON k.perimeter_id = y.perimeter_id AND k.asset = y.asset
  CROSS JOIN LATERAL unnest(vg.nights_within(y.judged * c.during) - coalesce(k.nights, '{}')) n
  CROSS JOIN LATERAL generate_series(lower(n), upper(n) - 1) night
  WHERE q.places IS NULL OR night % 30 = ANY (q.places)),
failure AS (
  SELECT coalesce(s.perimeter_id, b.perimeter_id) AS perimeter_id,
         coalesce(s.subject, b.asset) || ' #' || b.key
           || CASE WHEN count(*) OVER (PARTITION BY b.key) > 1 THEN ' (' || b.source_id || ')' ELSE '' END AS subject,
         coalesce(s.subject, b.asset) AS asset, vg.night_end(b.finished_at) AS counted, ARRAY[b.source_id] AS sources,
         nullif(b.message, '') AS detail
  FROM rec.backup_known($1) b
  LEFT JOIN vg.asset_alias s ON s.name = b.asset AND s.seen_from = b.perimeter_id
  WHERE b.status <> 'ok'
    AND CASE WHEN $4 IS NULL THEN b.asset = ANY (ARRAY(SELECT DISTINCT k.asset FROM vg.backup_block k WHERE k.failures > 0))
             ELSE b.source_id = ANY (ARRAY(SELECT g FROM vg.backup_source() g)) AND b.key = ANY (vg.backup_keys($4)) END),
part AS (
  SELECT s.perimeter_id, s.asset, s.place, CASE WHEN s.nth > 1 THEN '.' || s.nth ELSE '' END
           || CASE WHEN cardinality(k.sources) > 1 THEN ' (' || s.source_id || ')' ELSE '' END AS suffix,
         s.judged, true AS good, ARRAY[s.source_id] AS sources
  FROM success s JOIN known k USING (perimeter_id, asset)
  UNION ALL
  SELECT m.perimeter_id, m.asset, m.place, '', tstzrange(m.counted, m.counted + interval '30 days'), false, k.sources
  FROM missing m LEFT JOIN known k USING (perimeter_id, asset)),
job AS (
  SELECT f.perimeter_id, f.subject, f.asset || ', ' || to_char(f.counted AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS label,
         tstzmultirange(tstzrange(f.counted, f.counted + interval '30 days')) AS judged, '{}'::tstzmultirange AS good, f.sources, f.detail
  FROM failure f
  UNION ALL
  SELECT p.perimeter_id, p.asset || to_char(p.place + 1, '" #"FM00') || p.suffix, p.asset, range_agg(p.judged),
         coalesce(range_agg(p.judged) FILTER (WHERE p.good), '{}'), p.sources,
         NULL
  FROM part p
  GROUP BY p.perimeter_id, p.asset, p.place, p.suffix, p.sources)
SELECT j.perimeter_id, j.subject, j.label, j.judged, j.good AS conforming,
       '{}'::tstzmultirange AS pending, j.sources, j.detail
FROM job j
WHERE $4::text[] IS NULL OR j.subject = ANY ($4);
