-- code: process_documented
-- rules: 5.2
-- title_fr: Processus documentés
-- title_en: Processes documented
-- question_fr: Chaque processus que la politique demande est-il décrit par un document approuvé et en vigueur ?
-- question_en: Is each process that the policy asks for described by an approved document in force?
-- formula_fr: Processus avec un document approuvé et en vigueur, divisés par les processus que la politique demande.
-- formula_en: Processes with an approved document in force, divided by the processes that the policy asks for.
-- denominator_fr: Processus du registre de la politique, jugés pour l’organisation entière.
-- denominator_en: Processes of the policy’s register, judged for the whole organisation.
-- form: ratio
-- family: A
-- boards: P
-- direction: up
-- unit: %
-- empty: unknown
-- subject: process
-- kinds: document
-- records: document.process
-- deviation_fr: Aucun document approuvé et en vigueur ; autres documents : {detail}.
-- deviation_en: No approved document in force; other documents: {detail}.
-- nothing_fr: Aucun document ne le décrit.
-- nothing_en: No document describes it.
-- owner: ciso
-- collector: ciso
-- reviewer: leadership
-- reporting: ciso monthly
-- frequency: daily
-- limits_fr: Dit qu’un document approuvé existe, pas qu’il est suivi ni à jour : voir les documents à jour.
-- limits_en: Says that an approved document exists, not that it is followed or up to date: see documents up to date.
-- version: 1
WITH process AS (
  SELECT r.code, range_agg(r.during) AS judged,
         (array_agg(CASE WHEN r.title_fr = r.title_en THEN r.title_fr ELSE r.title_fr || ' / ' || r.title_en END
                    ORDER BY lower(r.during) DESC NULLS LAST))[1] AS label
  FROM vg.required_process() r
  WHERE $4::text[] IS NULL OR r.code = ANY ($4)
  GROUP BY r.code),
document AS (
  SELECT d.process, d.reference, d.source_id, d.seen,
         CASE WHEN d.status = 'in_force' AND d.approved_at IS NOT NULL THEN d.seen * tstzrange(d.approved_at, NULL) ELSE 'empty' END AS good
  FROM rec.document_known($1) d
  WHERE d.process <> ''),
documented AS (
  SELECT d.process AS code, range_agg(d.good) AS good, array_agg(DISTINCT d.source_id) AS sources,
         string_agg(DISTINCT d.reference, ', ') FILTER (WHERE upper_inf(d.seen) AND isempty(d.good)) AS detail
  FROM document d GROUP BY d.process)
SELECT r.id AS perimeter_id, p.code AS subject, p.label, p.judged, coalesce(d.good, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       d.sources, d.detail
FROM process p
CROSS JOIN (SELECT o.id FROM vg.perimeter o WHERE o.parent_id IS NULL) r
LEFT JOIN documented d USING (code);
