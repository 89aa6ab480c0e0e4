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
WITH system AS MATERIALIZED (
  SELECT v.perimeter_id, v.subject AS asset, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.system AND v.production
  GROUP BY v.perimeter_id, v.subject),
run AS MATERIALIZED (
  SELECT b.asset, coalesce(s.perimeter_id, b.perimeter_id) AS perimeter_id, coalesce(s.subject, b.asset) AS subject, b.source_id,
         b.block, b.first_at, b.last_at, b.nights, b.good_nights, b.successes
  FROM vg.backup_block b
  LEFT JOIN vg.asset_alias s ON s.name = b.asset AND s.seen_from = b.perimeter_id),
held AS MATERIALIZED (
  SELECT r.perimeter_id, r.subject AS asset, r.source_id, range_agg(r.good_nights) AS good, range_agg(r.nights) AS nights
  FROM run r
  GROUP BY r.perimeter_id, r.subject, r.source_id),
known AS MATERIALIZED (
  SELECT h.perimeter_id, h.asset, array_agg(DISTINCT h.source_id) AS sources,
         (SELECT range_agg(tstzrange(vg.night_start(lower(n)), vg.night_start(upper(n)))) FROM unnest(range_agg(h.nights)) n) AS nights
  FROM held h GROUP BY h.perimeter_id, h.asset),
several AS MATERIALIZED ( -- blocks of thirty nights that hold more good backups than good nights
  SELECT s.* FROM (
    SELECT r.perimeter_id, r.subject AS asset, r.source_id, r.block, min(r.first_at) AS first_at, max(r.last_at) AS last_at,
           sum(r.successes) AS many, range_agg(r.good_nights) AS good
    FROM run r GROUP BY r.perimeter_id, r.subject, r.source_id, r.block) s
  WHERE s.many > (SELECT sum(upper(n) - lower(n)) FROM unnest(s.good) n)),
again AS (
  SELECT b.perimeter_id, b.asset, b.source_id, b.n, count(*) AS many
  FROM (SELECT coalesce(s.perimeter_id, b.perimeter_id) AS perimeter_id, coalesce(s.subject, b.asset) AS asset, b.source_id,
               vg.night(b.finished_at) AS n
        FROM rec.backup_known($1) b
        LEFT JOIN vg.asset_alias s ON s.name = b.asset AND s.seen_from = b.perimeter_id
        WHERE b.status = 'ok' AND b.finished_at BETWEEN (SELECT min(v.first_at) FROM several v) AND (SELECT max(v.last_at) FROM several v)
          AND b.asset = ANY (ARRAY(SELECT DISTINCT r.asset FROM run r
                                   JOIN several v ON v.perimeter_id = r.perimeter_id AND v.asset = r.subject))
        OFFSET 0) b -- names come first: otherwise each backup may be joined with all of its source
  JOIN several v ON v.perimeter_id = b.perimeter_id AND v.asset = b.asset AND v.source_id = b.source_id AND v.block = b.n / 30
  GROUP BY b.perimeter_id, b.asset, b.source_id, b.n),
success AS (
  SELECT h.perimeter_id, h.asset, h.source_id, p.place, 1::bigint AS nth,
         tstzrange(vg.night_start(p.first + 1), vg.night_start(p.last + 31)) AS judged
  FROM held h
  CROSS JOIN LATERAL unnest(h.good) n
  CROSS JOIN LATERAL (
    SELECT place, lower(n) + (place - lower(n) % 30 + 30) % 30 AS first, upper(n) - 1 - ((upper(n) - 1) % 30 - place + 30) % 30 AS last
    FROM generate_series(0, 29) place) p
  WHERE p.first <= p.last
  UNION ALL
  SELECT a.perimeter_id, a.asset, a.source_id, a.n % 30, nth, tstzrange(vg.night_start(a.n + 1), vg.night_start(a.n + 31))
  FROM again a
  CROSS JOIN LATERAL generate_series(2, a.many) nth),
scope AS MATERIALIZED (
  SELECT p.perimeter_id, vg.fresh(p.perimeter_id, '{backup}', '{}', NULL) * tstzmultirange(tstzrange($2, $1)) AS covered
  FROM (SELECT DISTINCT y.perimeter_id FROM system y) p),
missing AS (
  SELECT y.perimeter_id, y.asset, n AS counted, (extract(epoch FROM n)::bigint / 86400 % 30)::integer AS place
  FROM system y
  JOIN scope c USING (perimeter_id)
  LEFT JOIN known k USING (perimeter_id, asset)
  CROSS JOIN LATERAL unnest(y.judged * c.covered - coalesce(k.nights, '{}')) period
  CROSS JOIN LATERAL generate_series(vg.night_end(lower(period) + interval '1 day' - interval '1 microsecond'), upper(period),
                                     interval '1 day') n),
failure AS (
  SELECT coalesce(s.perimeter_id, b.perimeter_id) AS perimeter_id,
         coalesce(s.subject, b.asset) || ' #' || b.key
           || CASE WHEN count(*) OVER (PARTITION BY b.key) > 1 THEN ' (' || b.source_id || ')' ELSE '' END AS subject,
         coalesce(s.subject, b.asset) AS asset, vg.night_end(b.finished_at) AS counted, ARRAY[b.source_id] AS sources,
         nullif(b.message, '') AS detail
  FROM rec.backup_known($1) b
  LEFT JOIN vg.asset_alias s ON s.name = b.asset AND s.seen_from = b.perimeter_id
  WHERE b.status <> 'ok' AND b.asset = ANY (ARRAY(SELECT DISTINCT k.asset FROM vg.backup_block k WHERE k.failures > 0))),
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
