-- code: alert_resolution
-- rules: 11.10, 11.11
-- title_fr: Délai de résolution des alertes
-- title_en: Time to resolve alerts
-- question_fr: En combien d’heures une alerte est-elle corrigée ?
-- question_en: In how many hours is an alert mended?
-- formula_fr: Médiane des heures entre la levée et la résolution des alertes résolues dans les 30 derniers jours.
-- formula_en: Median of the hours from raised to resolved, over the alerts resolved in the last 30 days.
-- denominator_fr: Alertes critiques et avertissements résolus dans les 30 derniers jours.
-- denominator_en: Critical and warning alerts resolved in the last 30 days.
-- form: statistic
-- statistic: median
-- family: E
-- boards: PO
-- direction: down
-- unit: h
-- empty: not_applicable
-- subject: alert
-- kinds: alert
-- records: alert.key
-- touched: alert_touched
-- deviation_fr: Résolue, gravité : {detail}.
-- deviation_en: Resolved, severity: {detail}.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Les alertes encore ouvertes n’y sont pas : voir les alertes ouvertes. Une alerte vue par deux sources est résolue quand la
--   dernière le dit.
-- limits_en: Alerts that are still open are not in it: see open alerts. An alert that two sources show is resolved when the last
--   one says so.
-- version: 2
SELECT a.perimeter_id, a.key AS subject, a.label,
       round(extract(epoch FROM upper(a.over) - lower(a.over)) / 3600, 4) AS value,
       tstzrange(upper(a.over), upper(a.over) + interval '30 days') AS during, a.severity AS detail
FROM vg.alert_open($1, $4) a
WHERE NOT upper_inf(a.over);
