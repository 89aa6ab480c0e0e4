-- code: awareness_current
-- rules: 2.2
-- title_fr: Sensibilisation à jour
-- title_en: Awareness up to date
-- question_fr: Chaque personne a-t-elle suivi une formation à la sécurité dans les douze derniers mois ?
-- question_en: Did each person take a security training in the last twelve months?
-- formula_fr: Personnes ayant terminé une formation à la sécurité dans les 12 derniers mois, divisées par les personnes présentes depuis
--   plus de 90 jours.
-- formula_en: Persons who completed a security training in the last 12 months, divided by the persons here for over 90 days.
-- denominator_fr: Personnes présentes depuis plus de 90 jours.
-- denominator_en: Persons here for over 90 days.
-- form: ratio
-- family: A
-- boards: SP
-- direction: up
-- unit: %
-- empty: unknown
-- subject: person
-- kinds: person, training
-- records: training.person
-- deviation_fr: Dernière formation à la sécurité : {detail}.
-- deviation_en: Last security training: {detail}.
-- nothing_fr: Aucune formation à la sécurité terminée.
-- nothing_en: No security training completed.
-- owner: human_resources
-- collector: human_resources
-- reviewer: ciso
-- reporting: leadership quarterly, ciso monthly
-- frequency: yearly
-- limits_fr: Comptent l’accueil, la sécurité et l’OWASP. Une inscription sans date de fin ne compte pas.
-- limits_en: Welcome, security and OWASP trainings count. An enrolment without a date of completion does not.
-- version: 1
WITH person AS (
  SELECT v.perimeter_id, v.subject, (array_agg(v.label ORDER BY lower(v.seen) DESC))[1] AS label,
         range_agg(v.active * tstzrange(v.hired_at + interval '90 days', NULL)) AS judged
  FROM vg.person_version($1) v
  WHERE $4::text[] IS NULL OR v.subject = ANY ($4)
  GROUP BY v.perimeter_id, v.subject),
trained AS (
  SELECT p.perimeter_id, p.subject,
         range_agg(vg.span(t.completed_at, least(t.completed_at + interval '12 months', t.gone_at))) AS good,
         max(t.completed_at) FILTER (WHERE t.gone_at IS NULL) AS last
  FROM rec.training_known($1) t
  JOIN vg.person_alias p ON p.mail = t.person
  WHERE t.theme IN ('welcome', 'security', 'owasp') AND t.completed_at IS NOT NULL
  GROUP BY p.perimeter_id, p.subject)
SELECT p.perimeter_id, p.subject, p.label, p.judged, coalesce(t.good, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       NULL::bigint[] AS sources, vg.instant(t.last) AS detail
FROM person p
LEFT JOIN trained t USING (perimeter_id, subject)
WHERE NOT isempty(p.judged);
