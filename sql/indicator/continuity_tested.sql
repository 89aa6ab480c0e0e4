-- code: continuity_tested
-- rules: 14.4
-- title_fr: Plans de continuité éprouvés
-- title_en: Continuity plans tested
-- question_fr: Chaque plan de continuité ou de reprise a-t-il réussi un exercice dans l’année ?
-- question_en: Did each continuity or recovery plan succeed in an exercise within the year?
-- formula_fr: Plans ayant un exercice réussi dans les 12 derniers mois, divisés par les plans de continuité et de reprise en vigueur.
-- formula_en: Plans with a successful exercise in the last 12 months, divided by the continuity and recovery plans in force.
-- denominator_fr: Documents de type « plan de continuité » ou « plan de reprise » en vigueur.
-- denominator_en: Documents of the type "continuity plan" or "recovery plan" in force.
-- form: ratio
-- family: E
-- boards: SP
-- direction: up
-- unit: %
-- empty: unknown
-- subject: document
-- kinds: document, exercise
-- records: exercise.document
-- deviation_fr: Dernier exercice réussi : {detail}.
-- deviation_en: Last successful exercise: {detail}.
-- nothing_fr: Aucun exercice réussi connu.
-- nothing_en: No successful exercise is known.
-- owner: ciso
-- collector: ciso
-- reviewer: leadership
-- reporting: leadership quarterly, ciso monthly
-- frequency: yearly
-- limits_fr: Un exercice partiel ou raté ne compte pas ; il n’annule pas non plus une réussite de moins de 12 mois. Sans aucun plan en
--   vigueur, l’indicateur est inconnu.
-- limits_en: A partial or failed exercise does not count; nor does it cancel a success of the last 12 months. Without any plan in force,
--   the indicator is unknown.
-- version: 1
WITH document AS (
  SELECT d.perimeter_id, d.reference, (array_agg(d.reference || ', ' || d.title ORDER BY lower(d.seen) DESC))[1] AS label,
         range_agg(d.seen) AS judged
  FROM rec.document_known($1) d
  WHERE d.type IN ('continuity_plan', 'recovery_plan') AND d.status = 'in_force' AND ($4::text[] IS NULL OR d.reference = ANY ($4))
  GROUP BY d.perimeter_id, d.reference),
held AS (
  SELECT d.perimeter_id, d.reference, array_agg(DISTINCT e.source_id) AS sources,
         range_agg(vg.span(e.held_at, least(e.held_at + interval '12 months', e.gone_at))) FILTER (WHERE e.result = 'success') AS good,
         max(e.held_at) FILTER (WHERE e.result = 'success' AND e.gone_at IS NULL) AS last
  FROM rec.exercise_known($1) e
  JOIN document d ON d.reference = e.document
  JOIN vg.perimeter_related r ON r.perimeter_id = d.perimeter_id AND r.other_id = e.perimeter_id
  GROUP BY d.perimeter_id, d.reference)
SELECT d.perimeter_id, d.reference AS subject, d.label, d.judged, coalesce(h.good, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       h.sources, vg.instant(h.last) AS detail
FROM document d
LEFT JOIN held h USING (perimeter_id, reference);
