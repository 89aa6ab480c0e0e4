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
-- records: backup.key
-- deviation_fr: La sauvegarde a échoué : {detail}
-- deviation_en: The backup failed: {detail}
-- nothing_fr: La sauvegarde a échoué, ou n’a pas eu lieu cette nuit-là.
-- nothing_en: The backup failed, or was not made that night.
-- owner: system_administrator
-- frequency: daily
-- limits_fr: Une sauvegarde compte à partir du midi qui suit, pendant 30 jours. Un système sauvegardé plusieurs fois par nuit pèse
--   autant de fois. Une sauvegarde effacée depuis par la rétention reste comptée : elle a été faite.
-- limits_en: A backup counts from the noon that follows it, for 30 days. A system backed up several times a night weighs as many
--   times. A backup pruned since by retention still counts: it was made.
-- version: 1
WITH system AS (
  SELECT v.perimeter_id, v.subject, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.system AND v.production
  GROUP BY v.perimeter_id, v.subject),
run AS MATERIALIZED (
  SELECT coalesce(s.perimeter_id, b.perimeter_id) AS perimeter_id, coalesce(s.subject, b.asset) AS asset, b.source_id,
         b.key || CASE WHEN count(*) OVER (PARTITION BY b.key) > 1 THEN ' #' || b.source_id ELSE '' END AS subject,
         b.status = 'ok' AS good, nullif(b.message, '') AS detail, vg.night_end(b.finished_at) AS counted
  FROM rec.backup_known($1) b
  LEFT JOIN vg.asset_alias s ON s.name = b.asset AND s.seen_from = b.perimeter_id
  WHERE b.finished_at <= $1),
known AS (
  SELECT r.perimeter_id, r.asset, array_agg(DISTINCT r.source_id) AS sources FROM run r GROUP BY r.perimeter_id, r.asset),
scope AS (
  SELECT p.perimeter_id, vg.fresh(p.perimeter_id, '{backup}', '{}', NULL) AS covered
  FROM (SELECT DISTINCT perimeter_id FROM system) p),
night AS (
  SELECT y.perimeter_id, y.subject AS asset, n AS counted
  FROM system y
  JOIN scope c USING (perimeter_id)
  CROSS JOIN LATERAL unnest(y.judged * c.covered) period
  CROSS JOIN LATERAL generate_series(vg.night_end(greatest(lower(period), $2) + interval '1 day'),
                                     least(coalesce(upper(period), $1), $1), interval '1 day') n
  WHERE y.judged @> tstzrange(n - interval '1 day', n)),
missing AS (
  SELECT n.perimeter_id, n.asset, n.counted FROM night n EXCEPT SELECT r.perimeter_id, r.asset, r.counted FROM run r),
job AS (
  SELECT r.perimeter_id, r.subject, r.asset, r.counted, r.good, ARRAY[r.source_id] AS sources, r.detail FROM run r
  UNION ALL
  SELECT m.perimeter_id, m.asset || ' ' || to_char(m.counted AT TIME ZONE 'UTC', 'YYYY-MM-DD'), m.asset, m.counted, false, k.sources, NULL
  FROM missing m
  LEFT JOIN known k USING (perimeter_id, asset))
SELECT j.perimeter_id, j.subject, j.asset || ', ' || to_char(j.counted AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS label,
       tstzmultirange(tstzrange(j.counted, j.counted + interval '30 days')) AS judged,
       CASE WHEN j.good THEN '{(,)}' ELSE '{}' END::tstzmultirange AS conforming,
       '{}'::tstzmultirange AS pending, j.sources, j.detail
FROM job j
WHERE $4::text[] IS NULL OR j.subject = ANY ($4);
