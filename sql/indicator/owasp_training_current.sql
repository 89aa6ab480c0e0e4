-- code: owasp_training_current
-- rules: 2.3
-- title_fr: Formation OWASP des développeurs
-- title_en: OWASP training of developers
-- question_fr: Chaque développeur a-t-il suivi une formation au Top 10 de l’OWASP dans les douze derniers mois ?
-- question_en: Did each developer take an OWASP Top Ten training in the last twelve months?
-- formula_fr: Développeurs ayant terminé une formation OWASP dans les 12 derniers mois, divisés par les développeurs présents depuis
--   plus de 90 jours.
-- formula_en: Developers who completed an OWASP training in the last 12 months, divided by the developers here for over 90 days.
-- denominator_fr: Personnes présentes depuis plus de 90 jours, tant que leur métier est développeur.
-- denominator_en: Persons here for over 90 days, for as long as their job is developer.
-- form: ratio
-- family: A
-- boards: PO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: person
-- kinds: person, training
-- records: training.person
-- deviation_fr: Dernière formation OWASP : {detail}.
-- deviation_en: Last OWASP training: {detail}.
-- nothing_fr: Aucune formation OWASP terminée.
-- nothing_en: No OWASP training completed.
-- owner: human_resources
-- collector: human_resources
-- reviewer: ciso
-- reporting: ciso monthly, operator daily
-- frequency: yearly
-- limits_fr: Le métier est celui que dit le registre du personnel : un développeur enregistré sous un autre métier n’y est pas.
-- limits_en: The job is what the register of persons says: a developer recorded under another job is not in it.
-- version: 1
WITH developer AS (
  SELECT v.perimeter_id, v.subject, (array_agg(v.label ORDER BY lower(v.seen) DESC))[1] AS label,
         range_agg(v.active * tstzrange(v.hired_at + interval '90 days', NULL)) AS judged
  FROM vg.person_version($1) v
  WHERE v.job = 'developer' AND ($4::text[] IS NULL OR v.subject = ANY ($4))
  GROUP BY v.perimeter_id, v.subject),
trained AS (
  SELECT p.perimeter_id, p.subject,
         range_agg(vg.span(t.completed_at, least(t.completed_at + interval '12 months', t.gone_at))) AS good,
         max(t.completed_at) FILTER (WHERE t.gone_at IS NULL) AS last
  FROM rec.training_known($1) t
  JOIN vg.person_alias p ON p.mail = t.person
  WHERE t.theme = 'owasp' AND t.completed_at IS NOT NULL
  GROUP BY p.perimeter_id, p.subject)
SELECT d.perimeter_id, d.subject, d.label, d.judged, coalesce(t.good, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       NULL::bigint[] AS sources, vg.instant(t.last) AS detail
FROM developer d
LEFT JOIN trained t USING (perimeter_id, subject)
WHERE NOT isempty(d.judged);
