-- code: onboarding_training
-- rules: 2.1
-- title_fr: Formation à l’arrivée
-- title_en: Training on arrival
-- question_fr: Chaque nouvel arrivant a-t-il suivi la formation d’accueil dans les 30 jours ?
-- question_en: Did each newcomer take the welcome training within 30 days?
-- formula_fr: Personnes ayant terminé la formation d’accueil au plus 30 jours après leur arrivée, divisées par les arrivées des 24
--   derniers mois.
-- formula_en: Persons who completed the welcome training at most 30 days after they arrived, divided by the arrivals of the last 24
--   months.
-- denominator_fr: Personnes présentes, arrivées dans les 24 derniers mois. En attente jusqu’au 30e jour.
-- denominator_en: Persons who are here and arrived in the last 24 months. Pending until day 30.
-- form: ratio
-- family: A
-- boards: SPO
-- direction: up
-- unit: %
-- empty: not_applicable
-- subject: person
-- kinds: person, training
-- records: training.person
-- deviation_fr: Formation d’accueil terminée trop tard : {detail}.
-- deviation_en: Welcome training completed too late: {detail}.
-- nothing_fr: Aucune formation d’accueil terminée.
-- nothing_en: No welcome training completed.
-- owner: human_resources
-- collector: human_resources
-- reviewer: ciso
-- reporting: leadership quarterly, ciso monthly, operator daily
-- frequency: on arrival
-- limits_fr: Une formation suivie dans les 30 jours qui précèdent l’arrivée compte. Une formation tardive ne rattrape pas l’écart.
-- limits_en: A training taken in the 30 days before arrival counts. A late training does not mend the deviation.
-- version: 1
WITH newcomer AS (
  SELECT v.perimeter_id, v.subject, (array_agg(v.label ORDER BY lower(v.seen) DESC))[1] AS label, v.hired_at,
         range_agg(v.active * tstzrange(v.hired_at, v.hired_at + interval '24 months')) AS judged
  FROM vg.person_version($1) v
  WHERE $4::text[] IS NULL OR v.subject = ANY ($4)
  GROUP BY v.perimeter_id, v.subject, v.hired_at),
welcome AS (
  SELECT n.perimeter_id, n.subject, n.hired_at, min(t.completed_at) AS completed_at,
         range_agg(vg.span(t.completed_at, t.gone_at)) FILTER (WHERE t.completed_at <= n.hired_at + interval '30 days') AS good
  FROM newcomer n
  JOIN vg.person_alias p ON p.perimeter_id = n.perimeter_id AND p.subject = n.subject
  JOIN rec.training_known($1) t ON t.person = p.mail
  WHERE t.theme = 'welcome' AND t.completed_at >= n.hired_at - interval '30 days'
  GROUP BY n.perimeter_id, n.subject, n.hired_at),
arrival AS (
  SELECT n.perimeter_id, n.subject, n.label, n.judged, n.judged * coalesce(w.good, '{}') AS conforming,
         n.judged * tstzmultirange(vg.span(n.hired_at, n.hired_at + interval '30 days')) - coalesce(w.good, '{}') AS pending,
         w.completed_at
  FROM newcomer n
  LEFT JOIN welcome w USING (perimeter_id, subject, hired_at))
SELECT a.perimeter_id, a.subject, max(a.label) AS label, range_agg(a.judged) AS judged, range_agg(a.conforming) AS conforming,
       range_agg(a.pending) AS pending, NULL::bigint[] AS sources, vg.instant(max(a.completed_at)) AS detail
FROM arrival a
GROUP BY a.perimeter_id, a.subject
HAVING NOT isempty(range_agg(a.judged));
