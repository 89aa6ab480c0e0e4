-- code: asset_owned
-- rules: 3.3
-- title_fr: Biens avec un responsable
-- title_en: Assets with an owner
-- question_fr: Chaque bien en service a-t-il un responsable présent ?
-- question_en: Does each asset in service have an owner who is here?
-- formula_fr: Biens dont le responsable est une personne présente, divisés par les biens en service.
-- formula_en: Assets whose owner is a person who is here, divided by assets in service.
-- denominator_fr: Biens de l’inventaire, en service.
-- denominator_en: Assets of the inventory, in service.
-- form: ratio
-- family: A
-- boards: PO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: asset
-- kinds: asset, person
-- by_name: person
-- records: asset.name
-- deviation_fr: Le responsable inscrit n’est pas une personne présente : {detail}.
-- deviation_en: The recorded owner is not a person who is here: {detail}.
-- nothing_fr: Aucun responsable inscrit.
-- nothing_en: No owner recorded.
-- owner: ciso
-- collector: system_administrator
-- reviewer: leadership
-- reporting: ciso monthly, operator daily
-- frequency: continuous
-- limits_fr: Dit que le responsable existe, pas qu’il sait l’être.
-- limits_en: Says that the owner exists, not that they know it.
-- version: 1
WITH person AS (
  SELECT v.perimeter_id, v.subject, range_agg(v.active) AS active
  FROM vg.person_version($1) v GROUP BY v.perimeter_id, v.subject),
owner AS (
  SELECT s.mail, p.active FROM vg.person_alias s JOIN person p USING (perimeter_id, subject))
SELECT v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged,
       coalesce(range_agg(tstzmultirange(v.seen) * o.active), '{}') AS conforming, '{}'::tstzmultirange AS pending, NULL::bigint[] AS sources,
       max(nullif(v.owner, '')) FILTER (WHERE upper_inf(v.seen)) AS detail
FROM vg.asset_version($1) v
LEFT JOIN owner o ON o.mail = v.owner
WHERE $4::text[] IS NULL OR v.subject = ANY ($4)
GROUP BY v.perimeter_id, v.subject
HAVING NOT isempty(range_agg(v.serving));
