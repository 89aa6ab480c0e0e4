-- code: audit_on_plan
-- rules: 15.4
-- title_fr: Audits tenus selon le programme
-- title_en: Audits held as planned
-- question_fr: Les audits prévus dans l’année ont-ils eu lieu ?
-- question_en: Did the audits planned in the year take place?
-- formula_fr: Audits tenus au plus tard 30 jours après la date prévue, divisés par les audits prévus dans les 12 derniers mois.
-- formula_en: Audits held at most 30 days after the planned date, divided by the audits planned in the last 12 months.
-- denominator_fr: Audits internes et externes du programme dont la date prévue est dans les 12 derniers mois.
-- denominator_en: Internal and external audits of the programme whose planned date is in the last 12 months.
-- form: ratio
-- family: A
-- boards: SP
-- direction: up
-- unit: %
-- empty: unknown
-- subject: audit
-- kinds: audit
-- records: audit.key
-- deviation_fr: Tenu trop tard, le {detail}.
-- deviation_en: Held too late, on {detail}.
-- nothing_fr: Prévu, et pas tenu 30 jours après.
-- nothing_en: Planned, and not held 30 days later.
-- owner: ciso
-- collector: ciso
-- reviewer: leadership
-- reporting: leadership quarterly, ciso monthly
-- frequency: quarterly
-- limits_fr: Un audit tenu en avance est à l’heure. Un programme vide ne dit rien : l’indicateur est alors inconnu. Un audit retiré du
--   programme n’est plus compté ensuite.
-- limits_en: An audit held ahead of its date is on time. An empty programme says nothing: the indicator is then unknown. An audit taken
--   off the programme no longer counts afterwards.
-- version: 2
WITH audit AS (
  SELECT a.perimeter_id, a.key || CASE WHEN l.key IS NULL THEN '' ELSE ' #' || a.source_id END AS subject,
         a.key || ', ' || a.title AS label, vg.day(a.planned_on) AS planned_at, a.planned_on, a.held_on, a.gone_at, a.source_id
  FROM rec.audit_known($1) a
  LEFT JOIN rec.audit_later() l ON l.source_id = a.source_id AND l.key = a.key)
SELECT a.perimeter_id, a.subject, a.label, tstzmultirange(vg.span(a.planned_at, least(a.planned_at + interval '12 months', a.gone_at))) AS judged,
       CASE WHEN a.held_on <= a.planned_on + 30 THEN tstzmultirange(tstzrange(vg.day(a.held_on), NULL)) ELSE '{}' END AS conforming,
       tstzmultirange(vg.span(a.planned_at, least(vg.day(a.planned_on + 31), vg.day(a.held_on)))) AS pending,
       ARRAY[a.source_id] AS sources, vg.instant(vg.day(a.held_on)) AS detail
FROM audit a
WHERE $4::text[] IS NULL OR a.subject = ANY ($4);
