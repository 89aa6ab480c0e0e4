-- code: supplier_controlled
-- rules: 8.2
-- title_fr: Prestataires contrôlés
-- title_en: Suppliers controlled
-- question_fr: Les moyens de contrôler chaque prestataire existent-ils, et ont-ils servi depuis moins de 24 mois ?
-- question_en: Do means to control each supplier exist, and were they used less than 24 months ago?
-- formula_fr: Contrats qui portent des moyens de contrôle et dont le dernier contrôle a moins de 24 mois, divisés par les contrats en
--   vigueur depuis plus de 12 mois.
-- formula_en: Contracts that hold means of control and whose last control is less than 24 months old, divided by contracts in force for
--   over 12 months.
-- denominator_fr: Contrats du registre, en vigueur par leurs dates (dernier jour compris, UTC) depuis plus de 12 mois.
-- denominator_en: Contracts of the register, in force by their dates (last day included, UTC) for over 12 months.
-- form: ratio
-- family: A
-- boards: SP
-- direction: up
-- unit: %
-- empty: not_applicable
-- subject: contract
-- kinds: contract
-- records: contract.number
-- deviation_fr: Dernier contrôle trop ancien, ou sans moyens de contrôle au contrat : {detail}.
-- deviation_en: Last control too old, or without means of control in the contract: {detail}.
-- nothing_fr: Jamais contrôlé.
-- nothing_en: Never controlled.
-- owner: ciso
-- collector: manager
-- reviewer: leadership
-- reporting: leadership quarterly, ciso monthly
-- frequency: yearly
-- limits_fr: Dit qu’un contrôle a eu lieu, pas ce qu’il a montré.
-- limits_en: Says that a control was made, not what it showed.
-- version: 1
WITH version AS (
  SELECT c.perimeter_id, c.number, c.supplier, c.source_id, c.control_means, c.controlled_at, c.seen,
         lead(c.controlled_at) OVER later AS next_at,
         c.seen * vg.span(vg.day(c.begins_on) + interval '12 months', vg.day(c.ends_on + 1)) AS in_force
  FROM rec.contract_known($1) c
  WINDOW later AS (PARTITION BY c.source_id, c.key ORDER BY c.recorded_at, c.id))
SELECT v.perimeter_id, v.number AS subject, (array_agg(v.number || ', ' || v.supplier ORDER BY lower(v.seen) DESC))[1] AS label,
       range_agg(v.in_force) AS judged,
       range_agg(vg.told(v.controlled_at, interval '24 months', v.next_at, v.seen))
         - coalesce(range_agg(v.seen) FILTER (WHERE v.control_means IS NOT TRUE), '{}') AS conforming,
       '{}'::tstzmultirange AS pending, array_agg(DISTINCT v.source_id) AS sources,
       vg.instant(max(v.controlled_at) FILTER (WHERE upper_inf(v.seen))) AS detail
FROM version v
WHERE $4::text[] IS NULL OR v.number = ANY ($4)
GROUP BY v.perimeter_id, v.number
HAVING NOT isempty(range_agg(v.in_force));
