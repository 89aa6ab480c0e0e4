-- code: inventory_coverage
-- rules: 3.1
-- title_fr: Inventaire complet
-- title_en: Inventory complete
-- question_fr: Toute machine ou application nommée par une source est-elle à l’inventaire ?
-- question_en: Is every machine or application that a source names in the inventory?
-- formula_fr: Noms à l’inventaire (sous l’un de leurs noms), divisés par les noms distincts vus par les sources.
-- formula_en: Names in the inventory (under any of their names), divided by the distinct names that sources see.
-- denominator_fr: Machines et applications nommées par la supervision, les sauvegardes, les correctifs, les relevés de machines, la
--   gestion des postes, la collecte de journaux, les contrôles de configuration, les tests TLS ou les analyses de vulnérabilités : tant que
--   la source les montre, ou dans les 30 jours d’un fait daté.
-- denominator_en: Machines and applications named by monitoring, backups, patches, machine readings, device management, the collection of
--   logs, checks of configuration, TLS tests or vulnerability scans: for as long as the source shows them, or within 30 days of a dated
--   fact.
-- form: ratio
-- family: A
-- boards: SPO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: asset
-- kinds: asset
-- optional: backup, alert, monitor, availability, patch, endpoint, exposure, service, disk, log_source, hardening, tls, vulnerability
-- presence: backup, alert, monitor, availability, patch, endpoint, exposure, service, disk, log_source, hardening, tls, vulnerability
-- records: asset.name
-- deviation_fr: Absent de l’inventaire, vu par : {detail}.
-- deviation_en: Not in the inventory, seen by: {detail}.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: leadership quarterly, ciso monthly, operator daily
-- frequency: continuous
-- limits_fr: Une machine que personne ne voit manque sans que cela se sache. Un bien retiré que l’on voit encore est un écart.
--   Des postes nombreux cachent un serveur oublié dans le taux : lire la liste des écarts.
-- limits_en: A machine that nobody sees is missing without anybody knowing. A retired asset that is still seen is a deviation.
--   Many endpoints hide a forgotten server in the rate: read the list of deviations.
-- version: 2
WITH seen AS (
  SELECT m.asset, m.perimeter_id, m.source_id, tstzmultirange(m.seen) AS seen FROM rec.monitor_known($1) m
  UNION ALL SELECT p.asset, p.perimeter_id, p.source_id, tstzmultirange(p.seen) FROM rec.patch_known($1) p
  UNION ALL SELECT e.asset, e.perimeter_id, e.source_id, tstzmultirange(e.seen) FROM rec.endpoint_known($1) e
  UNION ALL SELECT x.asset, x.perimeter_id, x.source_id, tstzmultirange(x.seen) FROM rec.exposure_known($1) x
  UNION ALL SELECT v.asset, v.perimeter_id, v.source_id, tstzmultirange(v.seen) FROM rec.service_known($1) v
  UNION ALL SELECT d.asset, d.perimeter_id, d.source_id, tstzmultirange(d.seen) FROM rec.disk_known($1) d
  UNION ALL SELECT l.asset, l.perimeter_id, l.source_id, tstzmultirange(l.seen) FROM rec.log_source_known($1) l
  UNION ALL SELECT n.name, n.perimeter_id, n.source_id, n.during FROM vg.name_seen n),
named AS (
  SELECT s.asset, s.perimeter_id, s.source_id, range_agg(s.seen) AS seen
  FROM seen s WHERE s.asset <> '' GROUP BY s.asset, s.perimeter_id, s.source_id),
thing AS (
  SELECT coalesce(s.perimeter_id, n.perimeter_id) AS perimeter_id, coalesce(s.subject, n.asset) AS subject, range_agg(n.seen) AS judged,
         array_agg(DISTINCT n.source_id) AS sources
  FROM named n
  LEFT JOIN vg.asset_alias s ON s.name = n.asset AND s.seen_from = n.perimeter_id
  GROUP BY 1, 2),
listed AS (
  SELECT v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.seen) FILTER (WHERE v.status <> 'retired') AS seen,
         array_agg(DISTINCT v.source_id) AS sources
  FROM vg.asset_version($1) v
  WHERE $4::text[] IS NULL OR v.subject = ANY ($4)
  GROUP BY v.perimeter_id, v.subject)
SELECT t.perimeter_id, t.subject, coalesce(l.label, t.subject) AS label, t.judged, coalesce(l.seen, '{}') AS conforming,
       '{}'::tstzmultirange AS pending, coalesce(l.sources, t.sources) AS sources,
       (SELECT string_agg(o.name, ', ' ORDER BY o.name) FROM vg.source o WHERE o.id = ANY (t.sources)) AS detail
FROM thing t
LEFT JOIN listed l USING (perimeter_id, subject)
WHERE $4 IS NULL OR t.subject = ANY ($4);
