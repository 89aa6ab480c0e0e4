-- code: backup_daily
-- rules: 11.12, 12.1
-- title_fr: Sauvegardes quotidiennes
-- title_en: Daily backups
-- question_fr: Chaque système de production a-t-il une sauvegarde réussie de moins de 26 heures ?
-- question_en: Does each production system have a successful backup less than 26 hours old?
-- formula_fr: Systèmes dont une sauvegarde réussie s’est terminée dans les 26 dernières heures, divisés par les systèmes de production.
-- formula_en: Systems with a successful backup that ended in the last 26 hours, divided by production systems.
-- denominator_fr: Serveurs, bases de données et stockages de l’inventaire, en service et en production.
-- denominator_en: Servers, databases and storage of the inventory, in service and in production.
-- form: ratio
-- family: A
-- boards: SPO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: asset
-- kinds: asset, backup
-- records: backup.asset
-- deviation_fr: Aucune sauvegarde réussie depuis plus de 26 heures.
-- deviation_en: No successful backup for more than 26 hours.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: leadership quarterly, ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Dit qu’une sauvegarde a été faite, pas qu’elle se restaure : voir les tests de restauration. Une exécution « avec
--   avertissement » n’est pas une réussite. Une sauvegarde effacée du dépôt ne compte plus dès que son absence est relevée.
-- limits_en: Says that a backup was made, not that it can be restored: see restore tests. A run "with warnings" is no success. A
--   backup pruned from its repository stops counting as soon as its absence is read.
-- version: 1
WITH system AS (
  SELECT v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.system AND v.production AND ($4::text[] IS NULL OR v.subject = ANY ($4))
  GROUP BY v.perimeter_id, v.subject),
backed AS (
  SELECT s.perimeter_id, s.subject, range_agg(b.held) AS good, array_agg(DISTINCT b.source_id) AS sources
  FROM system y
  JOIN vg.asset_alias s USING (perimeter_id, subject)
  JOIN vg.backup_series b ON b.asset = s.name AND b.perimeter_id = s.seen_from
  GROUP BY s.perimeter_id, s.subject)
SELECT y.perimeter_id, y.subject, y.label, y.judged, coalesce(b.good, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       b.sources, NULL::text AS detail
FROM system y
LEFT JOIN backed b USING (perimeter_id, subject);
