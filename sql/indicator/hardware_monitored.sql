-- code: hardware_monitored
-- rules: 11.10
-- title_fr: Matériels supervisés
-- title_en: Hardware monitored
-- question_fr: Chaque matériel de production a-t-il un contrôle qui alerte et répète l’alerte ?
-- question_en: Does each piece of production hardware have a check that alerts, and repeats the alert?
-- formula_fr: Matériels ayant un contrôle matériel avec alerte et répétition, divisés par les matériels de production.
-- formula_en: Hardware with a hardware check that alerts and repeats, divided by production hardware.
-- denominator_fr: Serveurs, stockages et équipements réseau de l’inventaire, en service et en production.
-- denominator_en: Servers, storage and network equipment of the inventory, in service and in production.
-- form: ratio
-- family: A
-- boards: PO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: asset
-- kinds: asset, monitor
-- recent: monitor
-- records: monitor.asset
-- deviation_fr: Aucun contrôle matériel qui alerte et répète l’alerte.
-- deviation_en: No hardware check that alerts and repeats the alert.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Dit que l’alerte partirait, pas qu’elle arrive.
-- limits_en: Says that the alert would leave, not that it arrives.
-- version: 1
WITH hardware AS (
  SELECT v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.type IN ('server', 'storage', 'network') AND v.production AND ($4::text[] IS NULL OR v.subject = ANY ($4))
  GROUP BY v.perimeter_id, v.subject),
watched AS (
  SELECT s.perimeter_id, s.subject, array_agg(DISTINCT m.source_id) AS sources,
         range_agg(m.seen) FILTER (WHERE m.type = 'hardware' AND m.alerting AND m.repeat > 0) AS good
  FROM rec.monitor_known($1) m
  JOIN vg.asset_alias s ON s.name = m.asset AND s.seen_from = m.perimeter_id
  GROUP BY s.perimeter_id, s.subject)
SELECT y.perimeter_id, y.subject, y.label, y.judged, coalesce(w.good, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       w.sources, NULL::text AS detail
FROM hardware y
LEFT JOIN watched w USING (perimeter_id, subject);
