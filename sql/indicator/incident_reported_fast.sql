-- code: incident_reported_fast
-- rules: 13.3
-- title_fr: Incidents signalés sans tarder
-- title_en: Incidents reported without delay
-- question_fr: Les incidents sont-ils signalés dans les 24 heures ?
-- question_en: Are incidents reported within 24 hours?
-- formula_fr: Incidents signalés au plus 24 heures après leur détection, divisés par les incidents des 12 derniers mois.
-- formula_en: Incidents reported at most 24 hours after their detection, divided by the incidents of the last 12 months.
-- denominator_fr: Incidents de sécurité des 12 derniers mois ; sans date de détection, c’est celle de survenue. En attente pendant les 24
--   premières heures.
-- denominator_en: Security incidents of the last 12 months; without a date of detection, that of occurrence. Pending for the first 24
--   hours.
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
-- deviation_fr: Signalé plus de 24 heures après sa détection : {detail}.
-- deviation_en: Reported more than 24 hours after its detection: {detail}.
-- nothing_fr: Aucune date de signalement.
-- nothing_en: No date of report.
-- owner: ciso
-- collector: ciso
-- reviewer: leadership
-- reporting: ciso monthly
-- frequency: daily
-- limits_fr: Ne dit rien des incidents que personne n’a signalés. Une référence que deux registres tiennent compte deux fois : chacun
--   numérote pour soi, rien ne dit que c’est le même incident.
-- limits_en: Says nothing of the incidents that nobody reported. A reference that two registers keep counts twice: each numbers its own,
--   nothing says that it is one incident.
-- version: 3
SELECT i.perimeter_id, i.subject, i.label,
       tstzmultirange(vg.span(i.began_at, least(i.began_at + interval '12 months', i.gone_at))) AS judged,
       CASE WHEN i.reported_at <= i.began_at + interval '24 hours' THEN tstzmultirange(tstzrange(i.reported_at, NULL)) ELSE '{}' END AS conforming,
       tstzmultirange(vg.span(i.began_at, least(i.began_at + interval '24 hours', i.reported_at))) AS pending,
       ARRAY[i.source_id] AS sources, vg.instant(i.reported_at) AS detail
FROM vg.security_incident($1) i
WHERE $4::text[] IS NULL OR i.subject = ANY ($4);
