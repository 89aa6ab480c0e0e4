-- code: backup_on_schedule
-- rules: 12.1
-- title_fr: Sauvegardes à leur fréquence
-- title_en: Backups on schedule
-- question_fr: Chaque bien est-il sauvegardé à la fréquence que sa classe demande ?
-- question_en: Is each asset backed up at the frequency that its class asks for?
-- formula_fr: Biens dont la dernière sauvegarde réussie a moins d’heures que leur classe n’en permet, divisés par les biens qui ont une
--   classe de sauvegarde.
-- formula_en: Assets whose latest successful backup is fewer hours old than their class allows, divided by the assets that have a backup
--   class.
-- denominator_fr: Biens de l’inventaire en service qui ont une classe de sauvegarde, quel que soit leur environnement.
-- denominator_en: Assets of the inventory in service that have a backup class, whatever their environment.
-- form: ratio
-- family: A
-- boards: PO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: asset
-- kinds: asset, backup
-- records: backup.asset
-- deviation_fr: Aucune sauvegarde réussie dans le délai de sa classe ({detail}).
-- deviation_en: No successful backup within the delay of its class ({detail}).
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Un bien sans classe n’y est pas : voir les sauvegardes quotidiennes. Une classe que la politique ne connaît pas ne peut pas
--   être respectée : le bien est en écart. Une exécution « avec avertissement » n’est pas une réussite.
-- limits_en: An asset without a class is not in it: see daily backups. A class that the policy does not know cannot be kept to: the asset
--   is in deviation. A run "with warnings" is no success.
-- version: 1
WITH version AS (
  SELECT coalesce(s.perimeter_id, a.perimeter_id) AS perimeter_id, coalesce(s.subject, a.name) AS subject,
         coalesce(s.subject, a.name) || coalesce(' (' || nullif(a.title, '') || ')', '') AS label, btrim(a.backup_class) AS class, a.seen,
         CASE WHEN a.status = 'in_service' AND (a.retired_on IS NULL OR a.in_service_on IS NULL OR a.retired_on > a.in_service_on)
              THEN a.seen * tstzrange(vg.day(a.in_service_on), vg.day(a.retired_on)) ELSE 'empty' END AS serving
  FROM rec.asset_known($1) a
  LEFT JOIN vg.asset_alias s ON s.name = a.name AND s.seen_from = a.perimeter_id
  WHERE btrim(a.backup_class) <> ''),
asset AS (
  SELECT v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged,
         (array_agg(v.class ORDER BY lower(v.seen) DESC))[1] AS class
  FROM version v
  WHERE $4::text[] IS NULL OR v.subject = ANY ($4)
  GROUP BY v.perimeter_id, v.subject),
term AS MATERIALIZED (
  SELECT v.perimeter_id, v.subject, row_number() OVER () AS number, make_interval(hours => c.hours) AS lasts,
         range_agg(v.serving * c.during) AS during
  FROM version v
  JOIN vg.backup_class() c ON c.code = v.class
  WHERE c.hours > 0 AND ($4::text[] IS NULL OR v.subject = ANY ($4))
  GROUP BY v.perimeter_id, v.subject, c.hours),
named AS MATERIALIZED (
  SELECT s.name, s.seen_from, t.number, t.lasts FROM term t JOIN vg.asset_alias s USING (perimeter_id, subject)),
series AS MATERIALIZED (
  SELECT n.number, n.lasts, n.name, n.seen_from, b.source_id, b.held
  FROM named n
  JOIN vg.backup_series b ON b.asset = n.name AND b.perimeter_id = n.seen_from),
summary AS MATERIALIZED (
  SELECT s.number, s.lasts, array_agg(DISTINCT s.source_id) AS sources, range_agg(s.held) AS held FROM series s GROUP BY s.number, s.lasts),
late AS MATERIALIZED ( -- one of less than 26 hours is known to be there; before there is none, those that ended in time tell of a longer delay
  SELECT s.number, tstzrange(lower(l) - s.lasts, lower(l)) AS before
  FROM summary s CROSS JOIN LATERAL vg.backup_late($1, s.held) l
  WHERE s.lasts > '26 hours'
  UNION ALL
  SELECT s.number, '(,)' FROM summary s WHERE s.lasts < '26 hours'),
run AS (
  SELECT l.number, range_agg(vg.span(b.finished_at, least(b.finished_at + n.lasts, b.gone_at))) AS good
  FROM late l
  JOIN (SELECT DISTINCT s.number, s.lasts, s.name, s.seen_from FROM series s) n USING (number)
  CROSS JOIN LATERAL (SELECT b.* FROM vg.backup_within($1, n.name, n.seen_from, l.before) b OFFSET 0) b
  GROUP BY l.number),
backed AS (
  SELECT t.perimeter_id, t.subject,
         range_agg((CASE WHEN s.lasts >= '26 hours' THEN vg.backup_holds($1, s.held, s.lasts) ELSE '{}' END + coalesce(r.good, '{}')) * t.during) AS good,
         array_agg(DISTINCT o) AS sources
  FROM summary s
  JOIN term t USING (number)
  LEFT JOIN run r USING (number)
  CROSS JOIN LATERAL unnest(s.sources) o
  GROUP BY t.perimeter_id, t.subject)
SELECT a.perimeter_id, a.subject, a.label, a.judged, coalesce(b.good, '{}') AS conforming, '{}'::tstzmultirange AS pending, b.sources,
       a.class AS detail
FROM asset a
LEFT JOIN backed b USING (perimeter_id, subject);
