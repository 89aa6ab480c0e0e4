-- code: incident_mttr
-- rules: 13.4
-- title_fr: Délai de résolution des incidents
-- title_en: Time to resolve incidents
-- question_fr: En combien d’heures un incident de sécurité est-il résolu ?
-- question_en: In how many hours is a security incident resolved?
-- formula_fr: Médiane des heures entre la détection et la résolution, pour les incidents résolus dans les 90 derniers jours.
-- formula_en: Median of the hours from detection to resolution, over the incidents resolved in the last 90 days.
-- denominator_fr: Incidents de sécurité résolus dans les 90 derniers jours ; sans date de détection, c’est celle de survenue.
-- denominator_en: Security incidents resolved in the last 90 days; without a date of detection, that of occurrence.
-- form: statistic
-- statistic: median
-- family: I
-- boards: SP
-- direction: down
-- unit: h
-- empty: not_applicable
-- subject: incident
-- kinds: incident
-- records: incident.key
-- touched: incident_touched
-- deviation_fr: Résolu, gravité : {detail}.
-- deviation_en: Resolved, severity: {detail}.
-- owner: ciso
-- collector: ciso
-- reviewer: leadership
-- reporting: leadership quarterly, ciso monthly
-- frequency: daily
-- limits_fr: Les incidents encore ouverts n’y sont pas. Une médiane cache les cas extrêmes : la liste les montre. Une référence que deux
--   registres tiennent compte deux fois : chacun numérote pour soi, rien ne dit que c’est le même incident.
-- limits_en: Incidents that are still open are not in it. A median hides extreme cases: the list shows them. A reference that two
--   registers keep counts twice: each numbers its own, nothing says that it is one incident.
-- version: 3
SELECT i.perimeter_id, i.subject, i.label,
       round(extract(epoch FROM greatest(i.resolved_at - i.began_at, interval '0')) / 3600, 4) AS value,
       vg.span(i.resolved_at, least(i.resolved_at + interval '90 days', i.gone_at)) AS during, i.severity AS detail
FROM vg.security_incident($1) i
WHERE i.resolved_at IS NOT NULL AND (i.gone_at IS NULL OR i.gone_at > i.resolved_at)
  AND ($4::text[] IS NULL OR i.subject = ANY ($4));
