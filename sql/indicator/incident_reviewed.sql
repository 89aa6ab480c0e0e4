-- code: incident_reviewed
-- rules: 13.2
-- title_fr: Retours d’expérience des incidents
-- title_en: Lessons of incidents
-- question_fr: Les incidents graves ont-ils donné lieu à un retour d’expérience dans le mois de leur clôture ?
-- question_en: Did serious incidents give recorded lessons within a month of their closing?
-- formula_fr: Incidents dont le retour d’expérience est consigné dans les 30 jours de la clôture, divisés par les incidents élevés et
--   critiques clos dans les 12 derniers mois.
-- formula_en: Incidents whose lessons are recorded within 30 days of closing, divided by the high and critical incidents closed in the
--   last 12 months.
-- denominator_fr: Incidents de sécurité de gravité élevée ou critique, clos dans les 12 derniers mois.
-- denominator_en: Security incidents of high or critical severity, closed in the last 12 months.
-- form: ratio
-- family: E
-- boards: P
-- direction: up
-- unit: %
-- empty: not_applicable
-- subject: incident
-- kinds: incident
-- records: incident.key
-- touched: incident_touched
-- deviation_fr: Retour d’expérience hors délai, le {detail}.
-- deviation_en: Lessons recorded too late, on {detail}.
-- nothing_fr: Aucun retour d’expérience consigné.
-- nothing_en: No lessons recorded.
-- owner: ciso
-- collector: ciso
-- reviewer: leadership
-- reporting: ciso monthly
-- frequency: monthly
-- limits_fr: Dit qu’un retour d’expérience est consigné, pas qu’il a changé quelque chose : voir les actions. Un incident jamais clos n’y
--   est pas. Une référence que deux registres tiennent compte deux fois : chacun numérote pour soi, rien ne dit que c’est le même
--   incident.
-- limits_en: Says that lessons are recorded, not that they changed anything: see actions. An incident that is never closed is not in it.
--   A reference that two registers keep counts twice: each numbers its own, nothing says that it is one incident.
-- version: 3
WITH incident AS (
  SELECT coalesce(s.perimeter_id, i.perimeter_id) AS perimeter_id, i.key || CASE WHEN l.key IS NULL THEN '' ELSE ' #' || i.source_id END AS subject,
         i.key || ', ' || i.title AS label, i.severity, i.closed_at, i.lessons_at, i.gone_at, i.source_id
  FROM rec.incident_known($1) i
  LEFT JOIN rec.incident_later() l ON l.source_id = i.source_id AND l.key = i.key
  LEFT JOIN vg.asset_alias s ON s.name = i.asset AND s.seen_from = i.perimeter_id
  WHERE i.security)
SELECT i.perimeter_id, i.subject, i.label,
       tstzmultirange(vg.span(i.closed_at, least(i.closed_at + interval '12 months', i.gone_at))) AS judged,
       CASE WHEN i.lessons_at <= i.closed_at + interval '30 days' THEN tstzmultirange(tstzrange(i.lessons_at, NULL)) ELSE '{}' END AS conforming,
       tstzmultirange(vg.span(i.closed_at, least(i.closed_at + interval '30 days', i.lessons_at))) AS pending,
       ARRAY[i.source_id] AS sources, vg.instant(i.lessons_at) AS detail
FROM incident i
WHERE i.severity IN ('critical', 'high') AND i.closed_at IS NOT NULL AND ($4::text[] IS NULL OR i.subject = ANY ($4));
