-- code: incident_procedure_tested
-- rules: 13.2
-- title_fr: Procédures d’incident exercées
-- title_en: Incident procedures exercised
-- question_fr: Chaque procédure d’incident a-t-elle fait l’objet d’un exercice dans l’année ?
-- question_en: Was each incident procedure put to an exercise within the year?
-- formula_fr: Procédures ayant donné lieu à un exercice dans les 12 derniers mois, divisées par les procédures d’incident en vigueur.
-- formula_en: Procedures that were exercised in the last 12 months, divided by the incident procedures in force.
-- denominator_fr: Documents de type « procédure d’incident » en vigueur.
-- denominator_en: Documents of the type "incident procedure" in force.
-- form: ratio
-- family: E
-- boards: P
-- direction: up
-- unit: %
-- empty: unknown
-- subject: document
-- kinds: document, exercise
-- records: exercise.document
-- deviation_fr: Dernier exercice : {detail}.
-- deviation_en: Last exercise: {detail}.
-- nothing_fr: Aucun exercice connu.
-- nothing_en: No exercise is known.
-- owner: ciso
-- collector: ciso
-- reviewer: leadership
-- reporting: ciso monthly
-- frequency: yearly
-- limits_fr: Un exercice qui tourne mal a quand même éprouvé la procédure : il compte. Une procédure retirée sort de l’indicateur.
-- limits_en: An exercise that goes wrong did test the procedure all the same: it counts. A withdrawn procedure leaves the indicator.
-- version: 1
WITH document AS (
  SELECT d.perimeter_id, d.reference, (array_agg(d.reference || ', ' || d.title ORDER BY lower(d.seen) DESC))[1] AS label,
         range_agg(d.seen) AS judged
  FROM rec.document_known($1) d
  WHERE d.type = 'incident_procedure' AND d.status = 'in_force' AND ($4::text[] IS NULL OR d.reference = ANY ($4))
  GROUP BY d.perimeter_id, d.reference),
held AS (
  SELECT d.perimeter_id, d.reference, array_agg(DISTINCT e.source_id) AS sources,
         range_agg(vg.span(e.held_at, least(e.held_at + interval '12 months', e.gone_at))) AS good,
         max(e.held_at) FILTER (WHERE e.gone_at IS NULL) AS last
  FROM rec.exercise_known($1) e
  JOIN document d ON d.reference = e.document
  JOIN vg.perimeter_related r ON r.perimeter_id = d.perimeter_id AND r.other_id = e.perimeter_id
  GROUP BY d.perimeter_id, d.reference)
SELECT d.perimeter_id, d.reference AS subject, d.label, d.judged, coalesce(h.good, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       h.sources, vg.instant(h.last) AS detail
FROM document d
LEFT JOIN held h USING (perimeter_id, reference);
