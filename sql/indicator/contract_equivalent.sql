-- code: contract_equivalent
-- rules: 8.3
-- title_fr: Exigences équivalentes des contrats
-- title_en: Equivalent requirements of contracts
-- question_fr: Les exigences faites à chaque prestataire valent-elles celles que l’organisation se fait ?
-- question_en: Are the requirements made of each supplier at least those that the organisation makes of itself?
-- formula_fr: Contrats dont l’équivalence a été évaluée et atteinte, divisés par les contrats en vigueur.
-- formula_en: Contracts whose equivalence was assessed and met, divided by contracts in force.
-- denominator_fr: Contrats du registre, en vigueur par leurs dates (dernier jour compris, UTC).
-- denominator_en: Contracts of the register, in force by their dates (last day included, UTC).
-- form: ratio
-- family: A
-- boards: P
-- direction: up
-- unit: %
-- empty: unknown
-- subject: contract
-- kinds: contract
-- records: contract.number
-- deviation_fr: Équivalence non évaluée, ou non atteinte.
-- deviation_en: Equivalence not assessed, or not met.
-- owner: ciso
-- collector: manager
-- reviewer: leadership
-- reporting: ciso monthly
-- frequency: continuous
-- limits_fr: L’évaluation vaut ce que vaut sa méthode ; elle n’est pas datée, et se refait quand la politique change.
-- limits_en: The assessment is worth what its method is; it bears no date, and is to be made again when the policy changes.
-- version: 1
WITH version AS (
  SELECT c.perimeter_id, c.number, c.supplier, c.source_id, c.equivalent, c.seen,
         c.seen * vg.span(vg.day(c.begins_on), vg.day(c.ends_on + 1)) AS in_force
  FROM rec.contract_known($1) c
  WHERE $4::text[] IS NULL OR c.number = ANY ($4))
SELECT v.perimeter_id, v.number AS subject, (array_agg(v.number || ', ' || v.supplier ORDER BY lower(v.seen) DESC))[1] AS label,
       range_agg(v.in_force) AS judged,
       '{(,)}'::tstzmultirange - coalesce(range_agg(v.in_force) FILTER (WHERE v.equivalent IS NOT TRUE), '{}') AS conforming,
       '{}'::tstzmultirange AS pending, array_agg(DISTINCT v.source_id) AS sources, NULL::text AS detail
FROM version v
GROUP BY v.perimeter_id, v.number
HAVING NOT isempty(range_agg(v.in_force));
