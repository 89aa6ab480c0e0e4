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
-- limits_fr: Les lieux sont ceux que déclarent l’inventaire (le système, là où il était alors) et la source (la copie). Sans eux, l’écart est
--   présumé.
-- limits_en: Places are those that the inventory (the system, where it was then) and the source (the copy) declare. Without them, deviation
--   is presumed.
-- version: 2
WITH version AS MATERIALIZED (
  SELECT v.perimeter_id, v.subject, v.label, v.source_id, v.seen, v.serving, v.datacenter, nullif(lower(btrim(v.datacenter)), '') AS place
  FROM vg.asset_version($1) v
  WHERE v.system AND v.production AND ($4::text[] IS NULL OR v.subject = ANY ($4))),
system AS (
  SELECT v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged,
         (array_agg(v.datacenter ORDER BY lower(v.seen) DESC, v.source_id) FILTER (WHERE v.datacenter <> ''))[1] AS datacenter
  FROM version v
  GROUP BY v.perimeter_id, v.subject),
place AS MATERIALIZED ( -- each one where a system was, and when; NULL: nothing says where
  SELECT row_number() OVER () AS number, v.perimeter_id, v.subject, v.place AS datacenter, range_agg(v.seen) AS during
  FROM version v
  GROUP BY v.perimeter_id, v.subject, v.place),
name AS MATERIALIZED (
  SELECT s.name, s.seen_from, p.number, p.datacenter
  FROM place p JOIN vg.asset_alias s ON s.perimeter_id = p.perimeter_id AND s.subject = p.subject),
series AS MATERIALIZED (
  SELECT n.number, n.name, n.seen_from, n.datacenter, b.source_id, b.first_good, b.held, b.pruned,
         coalesce(lower(btrim(b.datacenter)) <> n.datacenter, false) AS offsite
  FROM vg.backup_series b
  JOIN name n ON n.name = b.asset AND n.seen_from = b.perimeter_id
  WHERE b.first_good IS NOT NULL),
summary AS MATERIALIZED (
  SELECT s.number, min(s.first_good) AS first_at, array_agg(DISTINCT s.source_id) AS sources, bool_and(s.offsite AND NOT s.pruned) AS plain,
         coalesce(range_agg(s.held) FILTER (WHERE s.offsite), '{}') AS copied, range_agg(s.held) AS held
  FROM series s
  GROUP BY s.number),
held AS MATERIALIZED ( -- a copy of less than 26 hours proves itself, and for as long as nothing was backed up later
  SELECT m.number, CASE WHEN upper(m.copied) = upper(m.held) THEN vg.backup_holds($1, m.copied, NULL) ELSE m.copied END AS good
  FROM summary m WHERE NOT m.plain),
late AS MATERIALIZED ( -- when there is none, what ended about then tells
  SELECT h.number, l AS during
  FROM held h CROSS JOIN LATERAL unnest('{(,)}'::tstzmultirange - h.good) l
  WHERE lower(l) IS NOT NULL),
outrun AS (
  SELECT l.number, l.during, b.finished_at, b.gone_at, lower(btrim(b.datacenter)) <> n.datacenter AS offsite,
         first_value(b.finished_at) OVER (PARTITION BY l.number, l.during ORDER BY b.finished_at
                                          RANGE BETWEEN '26 hours' FOLLOWING AND UNBOUNDED FOLLOWING) AS outrun_at
  FROM late l
  JOIN (SELECT DISTINCT s.number, s.name, s.seen_from, s.datacenter FROM series s) n USING (number)
  CROSS JOIN LATERAL (
    SELECT b.* FROM vg.backup_within($1, n.name, n.seen_from, tstzrange(lower(l.during) - interval '52 hours', upper(l.during))) b OFFSET 0) b),
copied AS (
  SELECT o.number, range_agg(o.during * vg.span(o.finished_at, least(o.outrun_at, o.gone_at))) AS good
  FROM outrun o WHERE o.offsite GROUP BY o.number),
kept AS (
  SELECT m.number, m.sources, CASE WHEN m.plain THEN tstzmultirange(tstzrange(m.first_at, NULL)) ELSE h.good + coalesce(c.good, '{}') END AS good
  FROM summary m LEFT JOIN held h USING (number) LEFT JOIN copied c USING (number)),
placed AS ( -- of two places at a time, the worse counts
  SELECT p.perimeter_id, p.subject, min(k.sources) AS sources,
         range_agg(p.during * k.good) - coalesce(range_agg(p.during - k.good) FILTER (WHERE p.datacenter IS NOT NULL), '{}') AS good
  FROM place p JOIN kept k USING (number)
  GROUP BY p.perimeter_id, p.subject)
SELECT y.perimeter_id, y.subject, y.label, y.judged, coalesce(p.good, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       p.sources, y.datacenter AS detail
FROM system y
LEFT JOIN placed p USING (perimeter_id, subject);
