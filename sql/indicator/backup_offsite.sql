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
-- collector: system_administrator
-- reviewer: ciso
-- reporting: leadership quarterly, ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Les lieux sont ceux que déclarent l’inventaire (le système) et la source (la copie). Sans eux, l’écart est présumé.
-- limits_en: Places are those that the inventory (the system) and the source (the copy) declare. Without them, deviation is presumed.
-- version: 1
WITH system AS MATERIALIZED (
  SELECT row_number() OVER () AS number, v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged,
         (array_agg(v.datacenter ORDER BY lower(v.seen) DESC, v.source_id) FILTER (WHERE v.datacenter <> ''))[1] AS datacenter
  FROM vg.asset_version($1) v
  WHERE v.system AND v.production AND ($4::text[] IS NULL OR v.subject = ANY ($4))
  GROUP BY v.perimeter_id, v.subject),
name AS MATERIALIZED (
  SELECT s.name, s.seen_from, y.number, lower(btrim(y.datacenter)) AS datacenter
  FROM system y JOIN vg.asset_alias s ON s.perimeter_id = y.perimeter_id AND s.subject = y.subject),
summary AS MATERIALIZED (
  SELECT n.number, min(b.first_good) AS first_at, array_agg(DISTINCT b.source_id) AS sources,
         bool_and(NOT b.pruned AND coalesce(lower(btrim(b.datacenter)) <> n.datacenter, false)) AS plain
  FROM vg.backup_series b
  JOIN name n ON n.name = b.asset AND n.seen_from = b.perimeter_id
  WHERE b.first_good IS NOT NULL
  GROUP BY n.number),
moved AS MATERIALIZED (
  SELECT n.* FROM name n JOIN summary m USING (number) WHERE NOT m.plain),
outrun AS (
  SELECT n.number, b.finished_at, b.gone_at, lower(btrim(b.datacenter)) <> n.datacenter AS offsite,
         first_value(b.finished_at) OVER (PARTITION BY n.number ORDER BY b.finished_at
                                          RANGE BETWEEN '26 hours' FOLLOWING AND UNBOUNDED FOLLOWING) AS outrun_at
  FROM rec.backup_known($1) b
  JOIN moved n ON n.name = b.asset AND n.seen_from = b.perimeter_id
  WHERE b.status = 'ok' AND b.asset = ANY (ARRAY(SELECT m.name FROM moved m))),
copied AS (
  SELECT o.number, range_agg(vg.span(o.finished_at, least(o.outrun_at, o.gone_at))) FILTER (WHERE o.offsite) AS good
  FROM outrun o GROUP BY o.number
  UNION ALL
  SELECT m.number, tstzmultirange(tstzrange(m.first_at, NULL)) FROM summary m WHERE m.plain)
SELECT y.perimeter_id, y.subject, y.label, y.judged, coalesce(c.good, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       m.sources, y.datacenter AS detail
FROM system y
LEFT JOIN summary m USING (number)
LEFT JOIN copied c USING (number);
