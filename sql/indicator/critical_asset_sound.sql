-- code: critical_asset_sound
-- rules:
-- title_fr: Biens critiques sans écart
-- title_en: Critical assets without deviation
-- question_fr: Combien de biens critiques n’ont aucun écart ouvert, sur aucun indicateur ?
-- question_en: How many critical assets have no open deviation, on any indicator?
-- formula_fr: Biens critiques sans écart ouvert (hors dérogation) dans aucun indicateur portant sur les biens, divisés par les biens
--   critiques.
-- formula_en: Critical assets without open deviation (waived ones apart) in any indicator that judges assets, divided by critical assets.
-- denominator_fr: Biens de l’inventaire marqués critiques, en service.
-- denominator_en: Assets of the inventory marked critical, in service.
-- form: composite
-- family: N
-- boards: S
-- direction: up
-- unit: %
-- empty: unknown
-- subject: asset
-- kinds: asset
-- records: asset.name
-- deviation_fr: Écarts ouverts : {detail}.
-- deviation_en: Open deviations: {detail}.
-- nothing_fr: Un écart au moins est ouvert.
-- nothing_en: At least one deviation is open.
-- owner: ciso
-- collector: system_administrator
-- reviewer: leadership
-- reporting: leadership quarterly
-- frequency: continuous
-- limits_fr: Ne voit que les indicateurs mesurés. Un seul indicateur inconnu rend le bien inconnu, sauf si un autre est en écart.
-- limits_en: Sees measured indicators only. A single unknown indicator makes the asset unknown, unless another deviates.
-- version: 1
SELECT v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged
FROM vg.asset_version($1) v
WHERE v.critical AND ($4::text[] IS NULL OR v.subject = ANY ($4))
GROUP BY v.perimeter_id, v.subject
HAVING NOT isempty(range_agg(v.serving));
