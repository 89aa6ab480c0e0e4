-- code: alert_delay
-- rules: 14.1
-- title_fr: Alertes transmises aussitôt
-- title_en: Alerts passed on at once
-- question_fr: Une anomalie prévient-elle les équipes dans les cinq minutes ?
-- question_en: Does an anomaly reach the teams within five minutes?
-- formula_fr: Anomalies notifiées dans les 5 minutes, divisées par les anomalies levées dans les 30 derniers jours.
-- formula_en: Anomalies notified within 5 minutes, divided by the anomalies raised in the last 30 days.
-- denominator_fr: Anomalies critiques ou d’avertissement levées dans les 30 derniers jours. Des alertes de même nom sur le même système,
--   levées à moins de dix minutes l’une de l’autre, sont une seule anomalie ; celles que l’on a mises en sourdine n’y sont pas.
-- denominator_en: Critical or warning anomalies raised in the last 30 days. Alerts of the same name on the same system, raised less than
--   ten minutes apart, are one anomaly; those that were muted are not in it.
-- form: ratio
-- family: E
-- boards: PO
-- direction: up
-- unit: %
-- empty: not_applicable
-- subject: alert
-- kinds: alert
-- optional: asset
-- records: alert.key
-- deviation_fr: Notifiée hors délai, le {detail}.
-- deviation_en: Notified too late, on {detail}.
-- nothing_fr: Personne n’a été prévenu.
-- nothing_en: Nobody was told.
-- owner: system_administrator
-- frequency: daily
-- limits_fr: Une source qui ne dit jamais quand les équipes sont prévenues laisse ses anomalies inconnues. Une alerte que la source ne
--   montre plus reste comptée : elle a été levée.
-- limits_en: A source that never says when teams are told leaves its anomalies unknown. An alert that the source no longer shows still
--   counts: it was raised.
-- version: 1
WITH alert AS (
  SELECT coalesce(s.perimeter_id, a.perimeter_id) AS perimeter_id, coalesce(s.subject, a.asset, '') AS asset, a.name, a.source_id, a.raised_at,
         a.notified_at, a.key || CASE WHEN count(*) OVER (PARTITION BY a.key) > 1 THEN ' #' || a.source_id ELSE '' END AS subject,
         max(a.notified_at) OVER (PARTITION BY a.source_id) IS NOT NULL AS tells
  FROM rec.alert_known($1) a
  LEFT JOIN vg.asset_alias s ON s.name = a.asset AND s.seen_from = a.perimeter_id
  WHERE a.severity IN ('critical', 'warning') AND NOT (coalesce(a.suppressed, false) AND a.notified_at IS NULL)),
linked AS (
  SELECT a.perimeter_id, a.asset, a.name, a.source_id, a.raised_at, a.notified_at, a.subject, a.tells,
         a.raised_at - lag(a.raised_at) OVER same < interval '10 minutes' AS follows
  FROM alert a WINDOW same AS (PARTITION BY a.perimeter_id, a.name, a.asset ORDER BY a.raised_at, a.subject)),
numbered AS (
  SELECT l.perimeter_id, l.asset, l.name, l.source_id, l.raised_at, l.notified_at, l.subject, l.tells,
         count(*) FILTER (WHERE l.follows IS NOT TRUE) OVER (PARTITION BY l.perimeter_id, l.name, l.asset
                                                                   ORDER BY l.raised_at, l.subject) AS number
  FROM linked l),
anomaly AS (
  SELECT n.perimeter_id, n.name || CASE WHEN n.asset = '' THEN '' ELSE ', ' || n.asset END AS label, min(n.raised_at) AS raised_at,
         min(n.notified_at) AS notified_at, (array_agg(n.subject ORDER BY n.raised_at, n.subject))[1] AS subject,
         coalesce(array_agg(DISTINCT n.source_id) FILTER (WHERE n.tells), '{}') AS sources
  FROM numbered n GROUP BY n.perimeter_id, n.name, n.asset, n.number)
SELECT a.perimeter_id, a.subject, a.label, tstzmultirange(tstzrange(a.raised_at, a.raised_at + interval '30 days')) AS judged,
       CASE WHEN a.notified_at <= a.raised_at + interval '5 minutes' THEN tstzmultirange(tstzrange(a.notified_at, NULL)) ELSE '{}' END AS conforming,
       tstzmultirange(vg.span(a.raised_at, least(a.raised_at + interval '5 minutes', a.notified_at))) AS pending, a.sources,
       vg.instant(a.notified_at) AS detail
FROM anomaly a
WHERE $4::text[] IS NULL OR a.subject = ANY ($4);
