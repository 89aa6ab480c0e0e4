-- code: watch_current
-- rules: 15.3
-- title_fr: Veille tenue
-- title_en: Watch kept up
-- question_fr: Chaque sujet de veille a-t-il donné au moins un élément récent ?
-- question_en: Did each topic of the watch give at least one recent item?
-- formula_fr: Sujets ayant un avis publié ou une revue de veille dans le délai du sujet (30 jours d’ordinaire), divisés par les sujets de
--   veille de la politique.
-- formula_en: Topics with an advisory published or a watch review within the topic’s delay (30 days as a rule), divided by the topics of
--   the watch that the policy lists.
-- denominator_fr: Sujets de veille de la politique en vigueur.
-- denominator_en: Topics of the watch of the policy in force.
-- form: ratio
-- family: A
-- boards: P
-- direction: up
-- unit: %
-- empty: unknown
-- subject: advisory
-- kinds:
-- optional: advisory, review
-- records: advisory.topic
-- deviation_fr: Dernier élément : {detail}.
-- deviation_en: Last item: {detail}.
-- nothing_fr: Aucun élément de veille connu.
-- nothing_en: No item of the watch is known.
-- owner: ciso
-- collector: ciso
-- reviewer: leadership
-- reporting: ciso monthly
-- frequency: monthly
-- limits_fr: Dit que la veille a produit quelque chose, pas qu’on en a tiré les conséquences : voir les avis triés. Sans source d’avis ni de
--   revues, l’indicateur est inconnu. La veille se compte au périmètre le plus haut.
-- limits_en: Says that the watch produced something, not that consequences were drawn: see advisories triaged. Without a source of
--   advisories or reviews, the indicator is unknown. The watch counts at the topmost perimeter.
-- version: 1
WITH topic AS (
  SELECT w.code, coalesce(w.days, 30) AS days, range_agg(w.during) AS during
  FROM vg.watch_topic() w
  WHERE $4::text[] IS NULL OR w.code = ANY ($4)
  GROUP BY w.code, coalesce(w.days, 30)),
item AS (
  SELECT a.topic AS code, a.published_at AS at, NULL::timestamptz AS gone_at FROM rec.advisory_known($1) a
  UNION ALL
  SELECT v.reference, v.reviewed_at, v.gone_at FROM rec.review_known($1) v WHERE v.object = 'watch'),
followed AS (
  SELECT t.code, t.days, range_agg(vg.span(i.at, least(i.at + make_interval(days => t.days), i.gone_at))) AS good,
         max(i.at) FILTER (WHERE i.gone_at IS NULL) AS last
  FROM item i
  JOIN topic t USING (code)
  GROUP BY t.code, t.days)
SELECT p.id AS perimeter_id, t.code AS subject, t.code AS label, range_agg(t.during) AS judged,
       coalesce(range_agg(f.good * t.during), '{}') AS conforming, '{}'::tstzmultirange AS pending,
       CASE WHEN NOT EXISTS (SELECT FROM vg.source_kind k WHERE k.kind IN ('advisory', 'review')) THEN '{}'::bigint[] END AS sources,
       vg.instant(max(f.last)) AS detail
FROM topic t
JOIN vg.perimeter p ON p.parent_id IS NULL
LEFT JOIN followed f ON f.code = t.code AND f.days = t.days
GROUP BY p.id, t.code;
