-- code: alert_open
-- rules: 11.10, 11.11
-- title_fr: Alertes ouvertes
-- title_en: Open alerts
-- question_fr: Combien d’alertes de supervision ne sont pas encore corrigées ?
-- question_en: How many monitoring alerts are not mended yet?
-- formula_fr: Nombre d’alertes levées et non résolues.
-- formula_en: Number of alerts raised and not resolved.
-- denominator_fr: Alertes critiques et avertissements, mises en sourdine comprises ; une alerte vue par deux sources compte une fois.
-- denominator_en: Critical and warning alerts, silenced ones included; an alert that two sources show counts once.
-- form: statistic
-- statistic: count
-- family: N
-- boards: O
-- direction: down
-- unit: 1
-- empty: unknown
-- subject: alert
-- kinds: alert
-- records: alert.key
-- deviation_fr: Alerte ouverte, gravité : {detail}.
-- deviation_en: Open alert, severity: {detail}.
-- owner: system_administrator
-- frequency: continuous
-- limits_fr: Une alerte que sa source ne montre plus est réputée résolue à l’instant de ce relevé.
-- limits_en: An alert that its source no longer shows is taken as resolved at the instant of that reading.
-- version: 1
SELECT a.perimeter_id, a.key AS subject, a.label, 1::numeric AS value, a.over AS during, a.severity AS detail
FROM vg.alert_open($1) a
WHERE $4::text[] IS NULL OR a.key = ANY ($4);
