-- code: contract_clauses
-- rules: 8.1
-- title_fr: Clauses de sécurité des contrats
-- title_en: Security clauses of contracts
-- question_fr: Chaque contrat de sous-traitance porte-t-il des exigences de sécurité ?
-- question_en: Does each contract with a subcontractor hold security requirements?
-- formula_fr: Contrats avec des clauses de sécurité, divisés par les contrats en vigueur.
-- formula_en: Contracts with security clauses, divided by contracts in force.
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
-- deviation_fr: Aucune clause de sécurité inscrite.
-- deviation_en: No security clause recorded.
-- owner: ciso
-- collector: manager
-- reviewer: leadership
-- reporting: ciso monthly
-- frequency: continuous
-- limits_fr: Dit que des clauses existent, pas qu’elles suffisent : voir l’équivalence des exigences.
-- limits_en: Says that clauses exist, not that they are enough: see equivalent requirements.
-- version: 1
WITH version AS (
  SELECT c.perimeter_id, c.number, c.supplier, c.source_id, c.security_clauses, c.seen,
         c.seen * vg.span(vg.day(c.begins_on), vg.day(c.ends_on + 1)) AS in_force
  FROM rec.contract_known($1) c
  WHERE $4::text[] IS NULL OR c.number = ANY ($4))
SELECT v.perimeter_id, v.number AS subject, (array_agg(v.number || ', ' || v.supplier ORDER BY lower(v.seen) DESC))[1] AS label,
       range_agg(v.in_force) AS judged,
       '{(,)}'::tstzmultirange - coalesce(range_agg(v.in_force) FILTER (WHERE v.security_clauses IS NOT TRUE), '{}') AS conforming,
       '{}'::tstzmultirange AS pending, array_agg(DISTINCT v.source_id) AS sources, NULL::text AS detail
FROM version v
GROUP BY v.perimeter_id, v.number
HAVING NOT isempty(range_agg(v.in_force));
