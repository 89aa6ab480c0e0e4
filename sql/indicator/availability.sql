-- code: availability
-- rules: 11.11
-- title_fr: Disponibilité des applications
-- title_en: Application availability
-- question_fr: Les applications de production ont-elles répondu, en moyenne, ces trente derniers jours ?
-- question_en: Did production applications answer, on average, over the last thirty days?
-- formula_fr: Moyenne des disponibilités journalières des applications de production sur 30 jours.
-- formula_en: Mean of the daily availabilities of production applications over 30 days.
-- denominator_fr: Jours mesurés (UTC) des applications de l’inventaire qui étaient en service et en production ce jour-là.
-- denominator_en: Measured days (UTC) of the applications of the inventory that were in service and in production that day.
-- form: statistic
-- statistic: mean
-- family: E
-- boards: SPO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: asset
-- kinds: asset, availability
-- records: availability.asset
-- deviation_fr: Disponibilité moyenne sur trente jours.
-- deviation_en: Mean availability over thirty days.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: leadership quarterly, ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Un jour compte dès qu’il est fini, pendant 30 jours. Une application sans mesure n’entre pas dans la moyenne : voir les
--   applications supervisées.
-- limits_en: A day counts once it is over, for 30 days. An application without measure does not enter the mean: see applications
--   monitored.
-- version: 1
WITH application AS (
  SELECT v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.type = 'application' AND v.production AND ($4::text[] IS NULL OR v.subject = ANY ($4))
  GROUP BY v.perimeter_id, v.subject)
SELECT a.perimeter_id, a.subject, a.label, avg(d.ratio)::numeric(9, 8) AS value,
       tstzrange(vg.day(d.day + 1), least(vg.day(d.day + 31), min(d.gone_at))) AS during, NULL::text AS detail
FROM rec.availability_known($1) d
JOIN vg.asset_alias s ON s.name = d.asset AND s.seen_from = d.perimeter_id
JOIN application a ON a.perimeter_id = s.perimeter_id AND a.subject = s.subject
WHERE a.judged && tstzrange(vg.day(d.day), vg.day(d.day + 1)) AND (d.gone_at IS NULL OR d.gone_at > vg.day(d.day + 1))
GROUP BY a.perimeter_id, a.subject, a.label, d.day;
