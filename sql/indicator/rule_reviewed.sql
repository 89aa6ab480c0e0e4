-- code: rule_reviewed
-- rules: 15.1
-- title_fr: Règles réévaluées
-- title_en: Rules re-evaluated
-- question_fr: Chaque règle de la politique a-t-elle été réévaluée dans l’année, pour les quatre raisons qu’elle demande ?
-- question_en: Was each rule of the policy re-evaluated within the year, for the four reasons it asks for?
-- formula_fr: Règles dont une revue des 12 derniers mois répond aux quatre questions (menaces, risques, réglementation, couverture),
--   divisées par les règles en vigueur.
-- formula_en: Rules with a review of the last 12 months that answers the four questions (threats, risks, regulation, coverage), divided
--   by the rules in force.
-- denominator_fr: Règles de la politique en vigueur à la date de la situation.
-- denominator_en: Rules of the policy in force at the date of the situation.
-- form: ratio
-- family: A
-- boards: SP
-- direction: up
-- unit: %
-- empty: unknown
-- subject: rule
-- kinds: review
-- records: review.reference
-- deviation_fr: Dernière revue complète : {detail}.
-- deviation_en: Last complete review: {detail}.
-- nothing_fr: Aucune revue complète connue.
-- nothing_en: No complete review is known.
-- owner: ciso
-- collector: ciso
-- reviewer: leadership
-- reporting: leadership quarterly, ciso monthly
-- frequency: yearly
-- limits_fr: Une revue qui laisse une des quatre questions sans réponse ne compte pas. Une règle déclarée non applicable se réévalue aussi.
--   Les règles sont celles de l’organisation : leur revue ne se compte qu’au périmètre le plus haut.
-- limits_en: A review that leaves one of the four questions unanswered does not count. A rule declared not applicable is re-evaluated
--   too. Rules are those of the organisation: their review counts at the topmost perimeter only.
-- version: 1
WITH rule AS (
  SELECT r.number, range_agg(e.during) AS judged
  FROM vg.rule r
  JOIN vg.policy_period e ON e.policy = r.policy
  WHERE $4::text[] IS NULL OR r.number = ANY ($4)
  GROUP BY r.number),
review AS (
  SELECT v.reference, range_agg(vg.span(v.reviewed_at, least(v.reviewed_at + interval '12 months', v.gone_at))) AS good,
         max(v.reviewed_at) FILTER (WHERE v.gone_at IS NULL) AS last, array_agg(DISTINCT v.source_id) AS sources
  FROM rec.review_known($1) v
  WHERE v.object = 'rule' AND v.threats AND v.risks AND v.regulation AND v.coverage
  GROUP BY v.reference)
SELECT p.id AS perimeter_id, r.number AS subject, r.number AS label, r.judged, coalesce(v.good, '{}') AS conforming,
       '{}'::tstzmultirange AS pending, v.sources, vg.instant(v.last) AS detail
FROM rule r
JOIN vg.perimeter p ON p.parent_id IS NULL
LEFT JOIN review v ON v.reference = r.number;
