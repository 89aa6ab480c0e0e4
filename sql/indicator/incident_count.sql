-- code: incident_count
-- rules: 13.4
-- title_fr: Incidents de sécurité
-- title_en: Security incidents
-- question_fr: Combien d’incidents de sécurité sont survenus ces trente derniers jours ?
-- question_en: How many security incidents occurred in the last thirty days?
-- formula_fr: Nombre d’incidents de sécurité survenus dans les 30 derniers jours.
-- formula_en: Number of security incidents that occurred in the last 30 days.
-- denominator_fr: Incidents du registre marqués « sécurité », de toute gravité.
-- denominator_en: Incidents of the register marked "security", of any severity.
-- form: statistic
-- statistic: count
-- family: I
-- boards: SPO
-- direction: down
-- unit: 1
-- empty: unknown
-- subject: incident
-- kinds: incident
-- records: incident.key
-- touched: incident_touched
-- deviation_fr: Gravité : {detail}.
-- deviation_en: Severity: {detail}.
-- owner: ciso
-- collector: ciso
-- reviewer: leadership
-- reporting: leadership quarterly, ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Peu d’incidents peut vouloir dire peu de signalements. Un incident signalé tard s’ajoute au jour où il est survenu. Une
--   référence que deux registres tiennent compte deux fois : chacun numérote pour soi, rien ne dit que c’est le même incident.
-- limits_en: Few incidents may mean few reports. An incident reported late is added to the day on which it occurred. A reference that two
--   registers keep counts twice: each numbers its own, nothing says that it is one incident.
-- version: 3
SELECT i.perimeter_id, i.subject, i.label, 1::numeric AS value,
       vg.span(i.occurred_at, least(i.occurred_at + interval '30 days', i.gone_at)) AS during, i.severity AS detail
FROM vg.security_incident($1) i
WHERE (i.gone_at IS NULL OR i.gone_at > i.occurred_at) AND ($4::text[] IS NULL OR i.subject = ANY ($4));
