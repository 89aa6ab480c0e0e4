-- code: incident_procedure_known
-- rules: 13.1
-- title_fr: Procédure d’incident connue de tous
-- title_en: Incident procedure known to all
-- question_fr: Chaque personne a-t-elle pris connaissance de la version en vigueur de la procédure d’incident ?
-- question_en: Has each person acknowledged the version in force of the incident procedure?
-- formula_fr: Personnes ayant pris connaissance de la version en vigueur de chaque procédure d’incident de leur périmètre, divisées par les
--   personnes présentes ; une personne a 30 jours après son arrivée, ou après l’approbation d’une version, pour le faire.
-- formula_en: Persons who acknowledged the version in force of each incident procedure of their perimeter, divided by the persons here; a
--   person has 30 days after arriving, or after a version is approved, to do so.
-- denominator_fr: Personnes présentes.
-- denominator_en: Persons here.
-- form: ratio
-- family: A
-- boards: P
-- direction: up
-- unit: %
-- empty: unknown
-- subject: person
-- kinds: person, document, training
-- records: training.person
-- deviation_fr: Pas encore lue : {detail}.
-- deviation_en: Not read yet: {detail}.
-- nothing_fr: Aucune procédure d’incident en vigueur, ou lue trop tard.
-- nothing_en: No incident procedure in force, or read too late.
-- owner: ciso
-- collector: human_resources
-- reviewer: leadership
-- reporting: ciso monthly
-- frequency: yearly
-- limits_fr: La prise de connaissance se lit dans le registre des formations (thème « procédure », avec le document et sa version). Dit que
--   la procédure est connue, pas qu’elle est maîtrisée : voir les exercices.
-- limits_en: Acknowledgements are read in the register of trainings (theme "procedure", with the document and its version). Says that the
--   procedure is known, not that it is mastered: see exercises.
-- version: 1
WITH person AS (
  SELECT v.perimeter_id, v.subject, (array_agg(v.label ORDER BY lower(v.seen) DESC))[1] AS label, range_agg(v.active) AS judged,
         range_agg(tstzrange(v.hired_at, v.hired_at + interval '30 days')) AS arriving
  FROM vg.person_version($1) v
  WHERE $4::text[] IS NULL OR v.subject = ANY ($4)
  GROUP BY v.perimeter_id, v.subject),
procedure AS (
  SELECT d.perimeter_id, d.reference, coalesce(d.version, '') AS version, range_agg(d.seen) AS during,
         min(coalesce(d.approved_at, lower(d.seen))) AS since
  FROM rec.document_known($1) d
  WHERE d.type = 'incident_procedure' AND d.status = 'in_force'
  GROUP BY d.perimeter_id, d.reference, coalesce(d.version, '')),
reading AS (
  SELECT p.perimeter_id, p.subject, t.document, coalesce(t.version, '') AS version,
         range_agg(vg.span(t.completed_at, least(t.expires_at, t.gone_at))) AS during
  FROM rec.training_known($1) t
  JOIN vg.person_alias p ON p.mail = t.person
  WHERE t.theme = 'procedure' AND t.completed_at IS NOT NULL
  GROUP BY p.perimeter_id, p.subject, t.document, coalesce(t.version, '')),
asked AS (
  SELECT p.perimeter_id, p.subject, p.arriving, d.reference, d.version, d.during, d.since, d.during - coalesce(r.during, '{}') AS missing
  FROM person p
  JOIN vg.perimeter_tree t ON t.descendant_id = p.perimeter_id
  JOIN procedure d ON d.perimeter_id = t.ancestor_id
  LEFT JOIN reading r ON r.perimeter_id = p.perimeter_id AND r.subject = p.subject AND r.document = d.reference AND r.version = d.version),
told AS (
  SELECT a.perimeter_id, a.subject, range_agg(a.during) AS during, range_agg(a.missing) AS missing,
         range_agg(a.missing - a.arriving - tstzmultirange(tstzrange(a.since, a.since + interval '30 days'))) AS late,
         string_agg(DISTINCT a.reference || coalesce(' ' || nullif(a.version, ''), ''), ', ') FILTER (WHERE upper_inf(a.missing)) AS detail
  FROM asked a GROUP BY a.perimeter_id, a.subject)
SELECT p.perimeter_id, p.subject, p.label, p.judged, coalesce(t.during - t.missing, '{}') AS conforming,
       coalesce(t.missing - t.late, '{}') AS pending, NULL::bigint[] AS sources, t.detail
FROM person p
LEFT JOIN told t USING (perimeter_id, subject)
WHERE NOT isempty(p.judged);
