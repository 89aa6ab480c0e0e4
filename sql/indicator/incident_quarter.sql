-- code: incident_quarter
-- rules:
-- title_fr: Incidents de sécurité du trimestre
-- title_en: Security incidents of the quarter
-- question_fr: Combien d’incidents de sécurité sont survenus ces trois derniers mois ?
-- question_en: How many security incidents occurred in the last three months?
-- formula_fr: Nombre d’incidents de sécurité survenus dans les 3 derniers mois.
-- formula_en: Number of security incidents that occurred in the last 3 months.
-- denominator_fr: Incidents du registre marqués « sécurité », de toute gravité.
-- denominator_en: Incidents of the register marked "security", of any severity.
-- form: statistic
-- statistic: count
-- family: I
-- boards: S
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
-- reporting: leadership quarterly
-- frequency: quarterly
-- limits_fr: Peu d’incidents peut vouloir dire peu de signalements. Une référence que deux registres tiennent compte deux fois : chacun
--   numérote pour soi, rien ne dit que c’est le même incident.
-- limits_en: Few incidents may mean few reports. A reference that two registers keep counts twice: each numbers its own, nothing says
--   that it is one incident.
-- version: 3
SELECT i.perimeter_id, i.subject, i.label, 1::numeric AS value,
       vg.span(i.occurred_at, least(i.occurred_at + interval '3 months', i.gone_at)) AS during, i.severity AS detail
FROM vg.security_incident($1) i
WHERE (i.gone_at IS NULL OR i.gone_at > i.occurred_at) AND ($4::text[] IS NULL OR i.subject = ANY ($4));
