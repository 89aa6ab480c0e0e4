-- code: backup_offsite
-- rules: 11.12, 12.2
-- title_fr: Sauvegardes hors site
-- title_en: Off-site backups
-- question_fr: La dernière sauvegarde de chaque système de production a-t-elle une copie dans un autre centre de données ?
-- question_en: Does the latest backup of each production system have a copy in another datacenter?
-- formula_fr: Systèmes dont une copie hors site suit de moins de 26 heures la dernière sauvegarde réussie, divisés par les systèmes
--   de production.
-- formula_en: Systems with an off-site copy less than 26 hours behind the latest successful backup, divided by production systems.
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
-- deviation_fr: Aucune copie à jour hors du centre de données {detail}.
-- deviation_en: No current copy outside datacenter {detail}.
-- nothing_fr: L’inventaire ne dit pas dans quel centre de données est ce système : rien ne prouve que sa copie est ailleurs.
-- nothing_en: The inventory does not say in which datacenter this system is: nothing proves that its copy is elsewhere.
-- owner: system_administrator
-- frequency: daily
-- limits_fr: Les lieux sont ceux que déclarent l’inventaire (le système) et la source (la copie). Sans eux, l’écart est présumé.
-- limits_en: Places are those that the inventory (the system) and the source (the copy) declare. Without them, deviation is presumed.
-- version: 1
WITH system AS (
  SELECT v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged,
         (array_agg(v.datacenter ORDER BY lower(v.seen) DESC, v.source_id) FILTER (WHERE v.datacenter <> ''))[1] AS datacenter
  FROM vg.asset_version($1) v
  WHERE v.system AND v.production AND ($4::text[] IS NULL OR v.subject = ANY ($4))
  GROUP BY v.perimeter_id, v.subject),
success AS (
  SELECT y.perimeter_id, y.subject, b.source_id, b.finished_at, b.gone_at,
         lower(btrim(b.datacenter)) <> lower(btrim(y.datacenter)) AS offsite,
         first_value(b.finished_at) OVER (PARTITION BY y.perimeter_id, y.subject ORDER BY b.finished_at
                                          RANGE BETWEEN '26 hours' FOLLOWING AND UNBOUNDED FOLLOWING) AS outrun_at
  FROM rec.backup_known($1) b
  JOIN vg.asset_alias s ON s.name = b.asset AND s.seen_from = b.perimeter_id
  JOIN system y ON y.perimeter_id = s.perimeter_id AND y.subject = s.subject
  WHERE b.status = 'ok'),
copied AS (
  SELECT u.perimeter_id, u.subject, range_agg(vg.span(u.finished_at, least(u.outrun_at, u.gone_at))) FILTER (WHERE u.offsite) AS good,
         array_agg(DISTINCT u.source_id) AS sources
  FROM success u
  GROUP BY u.perimeter_id, u.subject)
SELECT y.perimeter_id, y.subject, y.label, y.judged, coalesce(c.good, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       c.sources, y.datacenter AS detail
FROM system y
LEFT JOIN copied c USING (perimeter_id, subject);
