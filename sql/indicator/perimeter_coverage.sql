-- code: perimeter_coverage
-- rules: 15.1
-- title_fr: Couverture du périmètre
-- title_en: Coverage of the perimeter
-- question_fr: Chaque règle est-elle mesurée dans chaque périmètre où elle s’applique ?
-- question_en: Is each rule measured in each perimeter where it applies?
-- formula_fr: Couples (règle, périmètre) dont l’état est connu, par un indicateur à jour ou une déclaration, divisés par les couples où la
--   règle s’applique.
-- formula_en: Pairs (rule, perimeter) whose state is known, by a fresh indicator or an attestation, divided by the pairs where the rule
--   applies.
-- denominator_fr: Règles de la politique en vigueur, dans chaque périmètre, sauf là où elles sont déclarées non applicables.
-- denominator_en: Rules of the policy in force, in each perimeter, except where they are said not to apply.
-- form: ratio
-- reads: rules
-- family: A
-- boards: SP
-- direction: up
-- unit: %
-- empty: unknown
-- subject: rule
-- kinds:
-- records: none
-- deviation_fr: Règle non mesurée ici, ou sans donnée à jour.
-- deviation_en: Rule not measured here, or without fresh data.
-- owner: ciso
-- collector: ciso
-- reviewer: leadership
-- reporting: leadership quarterly, ciso monthly
-- frequency: quarterly
-- limits_fr: Dit qu’une règle est mesurée, pas qu’elle est appliquée. La règle que cet indicateur mesure n’y est pas. Un périmètre sans
--   aucune source y pèse autant qu’un autre.
-- limits_en: Says that a rule is measured, not that it is applied. The rule that this indicator measures is not in it. A perimeter
--   without any source weighs as much as another one.
-- version: 1
WITH rule AS (
  SELECT r.policy, r.number, e.during
  FROM vg.rule r
  JOIN vg.policy_period e ON e.policy = r.policy
  WHERE ($4::text[] IS NULL OR r.number = ANY ($4))
    AND NOT EXISTS (SELECT FROM vg.rule_indicator l JOIN vg.indicator i ON i.code = l.indicator
                    WHERE l.policy = r.policy AND l.rule = r.number AND i.reads = 'rules')),
measured AS (
  SELECT s.policy, s.rule, s.perimeter_id, range_agg(tstzrange(s.from_at, s.to_at)) AS during
  FROM vg.rule_settled s
  WHERE s.state <> 'unknown' AND ($4 IS NULL OR s.rule = ANY ($4))
  GROUP BY s.policy, s.rule, s.perimeter_id)
SELECT p.id AS perimeter_id, r.number AS subject, r.number AS label, range_agg(r.during) - coalesce(range_agg(n.during), '{}') AS judged,
       coalesce(range_agg(m.during * tstzmultirange(r.during)), '{}') AS conforming, '{}'::tstzmultirange AS pending,
       NULL::bigint[] AS sources, NULL::text AS detail
FROM rule r
CROSS JOIN vg.perimeter p
LEFT JOIN vg.not_applicable_period n ON n.rule = r.number AND n.perimeter_id = p.id
LEFT JOIN measured m ON m.policy = r.policy AND m.rule = r.number AND m.perimeter_id = p.id
GROUP BY p.id, r.number;
