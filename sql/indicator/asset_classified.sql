-- code: asset_classified
-- rules: 3.2
-- title_fr: Biens classifiés
-- title_en: Assets classified
-- question_fr: Chaque bien en service est-il classifié ?
-- question_en: Is each asset in service classified?
-- formula_fr: Biens dont la classification est inscrite, divisés par les biens en service.
-- formula_en: Assets whose classification is recorded, divided by assets in service.
-- denominator_fr: Biens de l’inventaire, en service.
-- denominator_en: Assets of the inventory, in service.
-- form: ratio
-- family: A
-- boards: PO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: asset
-- kinds: asset
-- records: asset.name
-- deviation_fr: Aucune classification inscrite.
-- deviation_en: No classification recorded.
-- owner: ciso
-- collector: system_administrator
-- reviewer: leadership
-- reporting: ciso monthly, operator daily
-- frequency: continuous
-- limits_fr: Dit que la classification existe, pas qu’elle est juste.
-- limits_en: Says that the classification exists, not that it is right.
-- version: 1
SELECT v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged,
       coalesce(range_agg(v.seen) FILTER (WHERE v.classification <> ''), '{}') AS conforming, '{}'::tstzmultirange AS pending,
       NULL::bigint[] AS sources, NULL::text AS detail
FROM vg.asset_version($1) v
WHERE $4::text[] IS NULL OR v.subject = ANY ($4)
GROUP BY v.perimeter_id, v.subject
HAVING NOT isempty(range_agg(v.serving));
