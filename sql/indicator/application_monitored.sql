-- code: application_monitored
-- rules: 11.11
-- title_fr: Applications supervisées
-- title_en: Applications monitored
-- question_fr: Chaque application de production a-t-elle un contrôle de disponibilité qui alerte et répète l’alerte ?
-- question_en: Does each production application have an availability check that alerts, and repeats the alert?
-- formula_fr: Applications ayant un contrôle applicatif avec alerte et répétition, divisées par les applications de production.
-- formula_en: Applications with an application check that alerts and repeats, divided by production applications.
-- denominator_fr: Applications de l’inventaire, en service et en production.
-- denominator_en: Applications of the inventory, in service and in production.
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
-- deviation_fr: Aucun contrôle qui alerte et répète l’alerte.
-- deviation_en: No check that alerts and repeats the alert.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Dit que l’alerte partirait, pas qu’elle arrive.
-- limits_en: Says that the alert would leave, not that it arrives.
-- version: 1
WITH application AS (
  SELECT v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.type = 'application' AND v.production AND ($4::text[] IS NULL OR v.subject = ANY ($4))
  GROUP BY v.perimeter_id, v.subject),
watched AS (
  SELECT s.perimeter_id, s.subject, array_agg(DISTINCT m.source_id) AS sources,
         range_agg(m.seen) FILTER (WHERE m.type = 'application' AND m.alerting AND m.repeat > 0) AS good
  FROM rec.monitor_known($1) m
  JOIN vg.asset_alias s ON s.name = m.asset AND s.seen_from = m.perimeter_id
  GROUP BY s.perimeter_id, s.subject)
SELECT a.perimeter_id, a.subject, a.label, a.judged, coalesce(w.good, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       w.sources, NULL::text AS detail
FROM application a
LEFT JOIN watched w USING (perimeter_id, subject);
