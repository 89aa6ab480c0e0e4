-- code: breach_notified
-- rules: 13.4
-- title_fr: Violations de données notifiées
-- title_en: Data breaches notified
-- question_fr: L’autorité de contrôle a-t-elle été informée à temps de chaque incident touchant des données personnelles ?
-- question_en: Was the supervisory authority told in time of each incident that touched personal data?
-- formula_fr: Incidents notifiés dans les 72 heures de leur détection, ou dont le motif de non-notification est consigné, divisés par les
--   incidents touchant des données personnelles des 12 derniers mois.
-- formula_en: Incidents notified within 72 hours of their detection, or whose reason not to notify is recorded, divided by the incidents
--   of the last 12 months that touched personal data.
-- denominator_fr: Incidents touchant des données personnelles, de leur détection (sinon de leur survenue) à 12 mois après.
-- denominator_en: Incidents that touched personal data, from their detection (else their occurrence) to 12 months later.
-- form: ratio
-- family: A
-- boards: SP
-- direction: up
-- unit: %
-- empty: not_applicable
-- subject: incident
-- kinds: incident
-- records: incident.key
-- touched: incident_touched
-- deviation_fr: Notifié hors délai, le {detail}.
-- deviation_en: Notified too late, on {detail}.
-- nothing_fr: Ni notification, ni motif de ne pas notifier.
-- nothing_en: Neither a notification nor a reason not to notify.
-- owner: ciso
-- collector: ciso
-- reviewer: leadership
-- reporting: leadership quarterly, ciso monthly
-- frequency: daily
-- limits_fr: Le motif n’est pas daté par le registre : il vaut dès la détection. Il n’excuse pas une notification faite en retard. Un
--   incident que le registre ne marque pas « données personnelles » n’y est pas. Une référence que deux registres tiennent compte deux
--   fois : chacun numérote pour soi, rien ne dit que c’est le même incident.
-- limits_en: The register does not date the reason: it holds from the detection. It does not excuse a notification made late. An incident
--   that the register does not mark as "personal data" is not in it. A reference that two registers keep counts twice: each numbers its
--   own, nothing says that it is one incident.
-- version: 3
WITH incident AS (
  SELECT coalesce(s.perimeter_id, i.perimeter_id) AS perimeter_id, i.key || CASE WHEN l.key IS NULL THEN '' ELSE ' #' || i.source_id END AS subject,
         i.key || ', ' || i.title AS label, coalesce(i.detected_at, i.occurred_at) AS began_at, i.notified_at,
         i.notified_at IS NULL AND btrim(coalesce(i.notification_reason, '')) <> '' AS excused, i.gone_at, i.source_id
  FROM rec.incident_known($1) i
  LEFT JOIN rec.incident_later() l ON l.source_id = i.source_id AND l.key = i.key
  LEFT JOIN vg.asset_alias s ON s.name = i.asset AND s.seen_from = i.perimeter_id
  WHERE i.personal_data)
SELECT i.perimeter_id, i.subject, i.label,
       tstzmultirange(vg.span(i.began_at, least(i.began_at + interval '12 months', i.gone_at))) AS judged,
       CASE WHEN i.notified_at <= i.began_at + interval '72 hours' THEN tstzmultirange(tstzrange(i.notified_at, NULL))
            WHEN i.excused THEN '{(,)}' ELSE '{}' END AS conforming,
       CASE WHEN i.excused THEN '{}'
            ELSE tstzmultirange(vg.span(i.began_at, least(i.began_at + interval '72 hours', i.notified_at))) END AS pending,
       ARRAY[i.source_id] AS sources, vg.instant(i.notified_at) AS detail
FROM incident i
WHERE $4::text[] IS NULL OR i.subject = ANY ($4);
