-- code: incident_resolution
-- rules: 13.4
-- title_fr: Incidents résolus à temps
-- title_en: Incidents resolved on time
-- question_fr: Les incidents sont-ils résolus dans le délai de leur gravité ?
-- question_en: Are incidents resolved within the deadline of their severity?
-- formula_fr: Incidents résolus dans le délai que la politique donne à leur gravité (à défaut : critique 1 jour, élevée 3, moyenne 10,
--   faible 30), divisés par les incidents résolus dans les 90 derniers jours.
-- formula_en: Incidents resolved within the deadline that the policy gives to their severity (where it gives none: critical 1 day, high 3,
--   medium 10, low 30), divided by the incidents resolved in the last 90 days.
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
-- records: incident.key
-- touched: incident_touched
-- deviation_fr: Résolu après le délai, gravité : {detail}.
-- deviation_en: Resolved after the deadline, severity: {detail}.
-- owner: ciso
-- collector: ciso
-- reviewer: leadership
-- reporting: leadership quarterly, ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Un incident ouvert depuis plus longtemps que son délai n’y est pas tant qu’il n’est pas résolu. Le délai est celui de la
--   politique en vigueur à l’instant regardé. Une référence que deux registres tiennent compte deux fois : chacun numérote pour soi, rien
--   ne dit que c’est le même incident.
-- limits_en: An incident that has been open for longer than its deadline is not in it until it is resolved. The deadline is that of the
--   policy in force at the instant looked at. A reference that two registers keep counts twice: each numbers its own, nothing says that
--   it is one incident.
-- version: 4
WITH given AS (
  SELECT d.severity, d.days, d.during FROM vg.deadline() d WHERE d.topic = 'incident'),
deadline AS ( -- the usual one, whenever the policy gives none
  SELECT g.severity, g.days, tstzmultirange(g.during) AS during FROM given g
  UNION ALL
  SELECT u.severity, u.days, '{(,)}' - coalesce((SELECT range_agg(g.during) FROM given g WHERE g.severity = u.severity), '{}')
  FROM (VALUES ('critical', 1), ('high', 3), ('medium', 10), ('low', 30)) u(severity, days)),
incident AS (
  SELECT i.perimeter_id, i.subject, i.label, i.severity, i.began_at, i.resolved_at, i.gone_at, i.source_id
  FROM vg.security_incident($1) i
  WHERE i.resolved_at IS NOT NULL AND ($4::text[] IS NULL OR i.subject = ANY ($4))),
kept AS (
  SELECT i.perimeter_id, i.subject, range_agg(d.during) AS during
  FROM incident i
  JOIN deadline d ON d.severity = i.severity AND i.resolved_at <= i.began_at + make_interval(days => d.days)
  GROUP BY i.perimeter_id, i.subject)
SELECT i.perimeter_id, i.subject, i.label,
       tstzmultirange(vg.span(i.resolved_at, least(i.resolved_at + interval '90 days', i.gone_at))) AS judged,
       coalesce(k.during, '{}') AS conforming, '{}'::tstzmultirange AS pending, ARRAY[i.source_id] AS sources, i.severity AS detail
FROM incident i
LEFT JOIN kept k USING (perimeter_id, subject);
