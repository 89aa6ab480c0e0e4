-- code: incident_resolution
-- rules: 13.4
-- title_fr: Incidents résolus à temps
-- title_en: Incidents resolved on time
-- question_fr: Les incidents sont-ils résolus dans le délai de leur gravité ?
-- question_en: Are incidents resolved within the deadline of their severity?
-- formula_fr: Incidents résolus dans le délai (critique 1 jour, élevée 3, moyenne 10, faible 30), divisés par les incidents résolus
--   dans les 90 derniers jours.
-- formula_en: Incidents resolved within the deadline (critical 1 day, high 3, medium 10, low 30), divided by the incidents resolved
--   in the last 90 days.
-- denominator_fr: Incidents de sécurité résolus dans les 90 derniers jours ; le délai court de la détection, sinon de la survenue.
-- denominator_en: Security incidents resolved in the last 90 days; the time runs from detection, else from occurrence.
-- form: ratio
-- family: E
-- boards: SPO
-- direction: up
-- unit: %
-- empty: not_applicable
-- subject: incident
-- kinds: incident
-- optional: asset
-- records: incident.key
-- deviation_fr: Résolu après le délai, gravité : {detail}.
-- deviation_en: Resolved after the deadline, severity: {detail}.
-- owner: ciso
-- collector: ciso
-- reviewer: leadership
-- reporting: leadership quarterly, ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Un incident ouvert depuis plus longtemps que son délai n’y est pas tant qu’il n’est pas résolu.
-- limits_en: An incident that has been open for longer than its deadline is not in it until it is resolved.
-- version: 1
SELECT i.perimeter_id, i.subject, i.label,
       tstzmultirange(vg.span(i.resolved_at, least(i.resolved_at + interval '90 days', i.gone_at))) AS judged,
       CASE WHEN i.resolved_at <= i.began_at + CASE i.severity WHEN 'critical' THEN interval '1 day' WHEN 'high' THEN interval '3 days'
                                                               WHEN 'medium' THEN interval '10 days' ELSE interval '30 days' END
            THEN '{(,)}' ELSE '{}' END::tstzmultirange AS conforming,
       '{}'::tstzmultirange AS pending, ARRAY[i.source_id] AS sources, i.severity AS detail
FROM vg.security_incident($1) i
WHERE i.resolved_at IS NOT NULL AND ($4::text[] IS NULL OR i.subject = ANY ($4));
