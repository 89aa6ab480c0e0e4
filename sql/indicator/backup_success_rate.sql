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
--   d’un système portent son nom et un numéro, de #01 à #30, chacun pour une nuit sur trente ; un échec relevé porte sa clé, précédée de
--   #0 lorsqu’elle se lit comme un tel numéro.
-- limits_en: A backup counts from the noon that follows it, for 30 days. A system backed up several times a night weighs as many
--   times. A backup pruned since by retention still counts: it was made. The nights of a system bear its name and a number,
--   #01 to #30, each for one night in thirty; a recorded failure bears its key, with #0 before one that reads like
--   such a number.
-- version: 1
WITH asked AS MATERIALIZED ( -- nights of which the first backup is, and all, told by 30 * nth + place
  SELECT a.asset, array_agg(a.place) FILTER (WHERE a.nth = 1) AS places, array_agg(30 * a.nth + a.place) AS numbers
  FROM (SELECT DISTINCT a.* FROM vg.backup_asked($4) a) a GROUP BY a.asset),
alias AS MATERIALIZED (
  SELECT s.name, s.seen_from, s.perimeter_id, s.subject FROM vg.asset_alias s),
system AS MATERIALIZED (
  SELECT v.perimeter_id, v.subject AS asset, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.system AND v.production
  GROUP BY v.perimeter_id, v.subject),
held AS MATERIALIZED (
  SELECT coalesce(s.perimeter_id, b.perimeter_id) AS perimeter_id, coalesce(s.subject, b.asset) AS asset, b.source_id,
         vg.nights_sum(b.good_nights || b.again) AS good, range_agg(b.nights) AS nights
  FROM vg.backup_series b
  LEFT JOIN alias s ON s.name = b.asset AND s.seen_from = b.perimeter_id
  GROUP BY 1, 2, 3),
known AS MATERIALIZED (
  SELECT h.perimeter_id, h.asset, array_agg(DISTINCT h.source_id) AS sources, range_agg(h.nights) AS nights
  FROM held h GROUP BY h.perimeter_id, h.asset),
success AS (
  SELECT p.perimeter_id, p.asset, p.source_id, p.number % 30 AS place, p.number / 30 AS nth,
         tstzrange(vg.night_start(p.first + 1), vg.night_start(p.last + 31)) AS judged
  FROM (
    SELECT h.perimeter_id, h.asset, h.source_id, number, lower(n) + (number % 30 - lower(n) % 30 + 30) % 30 AS first,
           upper(n) - 1 - ((upper(n) - 1) % 30 - number % 30 + 30) % 30 AS last
    FROM held h
    LEFT JOIN asked q ON q.asset = h.asset
    CROSS JOIN LATERAL unnest(coalesce(q.numbers, ARRAY(SELECT generate_series(30, 30 * cardinality(h.good) + 29)))) number
    CROSS JOIN LATERAL unnest(h.good[number / 30]) n
    OFFSET 0) p
  WHERE p.first <= p.last),
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
  WHERE (q.asset IS NULL OR q.places IS NOT NULL) AND (q.asset IS NULL OR night % 30 = ANY (q.places))),
failure AS (
  SELECT coalesce(s.perimeter_id, b.perimeter_id) AS perimeter_id,
         vg.backup_failure(coalesce(s.subject, b.asset), b.key)
           || CASE WHEN count(*) OVER (PARTITION BY b.key) > 1 THEN ' (' || b.source_id || ')' ELSE '' END AS subject,
         coalesce(s.subject, b.asset) AS asset, vg.night_end(b.finished_at) AS counted, ARRAY[b.source_id] AS sources,
         nullif(b.message, '') AS detail
  FROM vg.backup_failed($1, $4) b
  LEFT JOIN alias s ON s.name = b.asset AND s.seen_from = b.perimeter_id),
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
