-- code: alert_delay
-- rules: 14.1
-- title_fr: Alertes transmises aussitôt
-- title_en: Alerts passed on at once
-- question_fr: Une anomalie prévient-elle les équipes dans les cinq minutes ?
-- question_en: Does an anomaly reach the teams within five minutes?
-- formula_fr: Alertes notifiées dans les 5 minutes, divisées par les alertes levées dans les 30 derniers jours.
-- formula_en: Alerts notified within 5 minutes, divided by the alerts raised in the last 30 days.
-- denominator_fr: Alertes critiques ou d’avertissement levées dans les 30 derniers jours, sauf celles que l’on a mises en sourdine. Quand
--   deux sources montrent les mêmes alertes, seule compte celle qui dit quand les équipes sont prévenues.
-- denominator_en: Critical or warning alerts raised in the last 30 days, except those that were muted. Where two sources show the same
--   alerts, only the one that says when teams are told counts.
-- form: ratio
-- family: E
-- boards: PO
-- direction: up
-- unit: %
-- empty: not_applicable
-- subject: alert
-- kinds: alert
-- records: alert.key
-- touched: alert_touched
-- ground: alert_ground
-- deviation_fr: Notifiée hors délai, le {detail}.
-- deviation_en: Notified too late, on {detail}.
-- nothing_fr: Personne n’a été prévenu.
-- nothing_en: Nobody was told.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Une alerte d’une source qui ne dit jamais quand les équipes sont prévenues est inconnue, sauf si une autre source, qui le
--   dit, connaît une alerte de ce nom sur ce système. Une alerte que la source ne montre plus reste comptée : elle a été levée.
-- limits_en: An alert of a source that never says when teams are told is unknown, unless another source that says so knows an alert of
--   that name on that system. An alert that the source no longer shows still counts: it was raised.
-- version: 3
WITH speaking AS MATERIALIZED (
  SELECT s.source_id, s.tells FROM vg.alert_source($1) s),
seen AS NOT MATERIALIZED (
  SELECT a.perimeter_id, a.asset, a.name, a.key, a.severity, a.suppressed, a.raised_at, a.notified_at, a.source_id, a.asked
  FROM vg.alert_asked($1, $4) a),
twice AS (
  SELECT a.key FROM seen a WHERE (SELECT count(*) FROM speaking) > 1 AND a.asked GROUP BY a.key HAVING count(*) > 1),
later AS (
  SELECT l.source_id, l.key FROM rec.alert_later() l WHERE l.key = ANY (ARRAY(SELECT w.key FROM twice w))),
alert AS (
  SELECT a.perimeter_id, a.asset, a.name, a.key, a.source_id, a.raised_at, a.notified_at, a.asked, p.tells
  FROM seen a
  JOIN speaking p USING (source_id)
  WHERE a.severity IN ('critical', 'warning') AND NOT (coalesce(a.suppressed, false) AND a.notified_at IS NULL)),
told AS (
  SELECT DISTINCT a.perimeter_id, a.name, a.asset
  FROM alert a WHERE a.tells AND (SELECT bool_or(NOT p.tells) FROM speaking p)),
counted AS (
  SELECT a.perimeter_id, a.key || CASE WHEN l.key IS NULL THEN '' ELSE ' #' || a.source_id END AS subject,
         a.name || CASE WHEN a.asset = '' THEN '' ELSE ', ' || a.asset END AS label, a.raised_at, a.notified_at,
         CASE WHEN a.tells THEN ARRAY[a.source_id] ELSE '{}' END AS sources
  FROM alert a
  LEFT JOIN told d ON d.perimeter_id = a.perimeter_id AND d.name = a.name AND d.asset = a.asset AND NOT a.tells
  LEFT JOIN later l ON l.source_id = a.source_id AND l.key = a.key
  WHERE d.name IS NULL AND a.asked)
SELECT a.perimeter_id, a.subject, a.label, tstzmultirange(tstzrange(a.raised_at, a.raised_at + interval '30 days')) AS judged,
       CASE WHEN a.notified_at <= a.raised_at + interval '5 minutes' THEN tstzmultirange(tstzrange(a.notified_at, NULL)) ELSE '{}' END AS conforming,
       tstzmultirange(vg.span(a.raised_at, least(a.raised_at + interval '5 minutes', a.notified_at))) AS pending, a.sources,
       vg.instant(a.notified_at) AS detail
FROM counted a
WHERE $4::text[] IS NULL OR a.subject = ANY ($4);
