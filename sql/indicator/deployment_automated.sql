-- code: deployment_automated
-- rules: 11.7
-- title_fr: Déploiements automatisés
-- title_en: Deployments automated
-- question_fr: Les mises en production passent-elles par la chaîne de déploiement ?
-- question_en: Do deployments to production go through the pipeline?
-- formula_fr: Mises en production des 30 derniers jours faites par la chaîne, divisées par les mises en production des 30
--   derniers jours.
-- formula_en: Deployments to production of the last 30 days made by the pipeline, divided by the deployments to production of
--   the last 30 days.
-- denominator_fr: Déploiements en production relevés dans les 30 derniers jours.
-- denominator_en: Deployments to production recorded in the last 30 days.
-- form: ratio
-- family: A
-- boards: P
-- direction: up
-- unit: %
-- empty: not_applicable
-- subject: deployment
-- kinds: deployment
-- records: deployment.key
-- deviation_fr: Déployée à la main, version : {detail}.
-- deviation_en: Deployed by hand, version: {detail}.
-- nothing_fr: Déployée à la main.
-- nothing_en: Deployed by hand.
-- owner: system_administrator
-- collector: developer
-- reviewer: ciso
-- reporting: ciso monthly
-- frequency: daily
-- limits_fr: Un déploiement que nul n’a noté ne s’y voit pas. Celui que la source ne montre plus reste compté : il a eu lieu.
-- limits_en: A deployment that nobody recorded is not seen. One that the source no longer shows still counts: it was made.
-- version: 3
WITH deployment AS (
  SELECT coalesce(s.perimeter_id, d.perimeter_id) AS perimeter_id,
         d.key || CASE WHEN l.key IS NULL THEN '' ELSE ' #' || d.source_id END AS subject,
         concat_ws(', ', nullif(coalesce(s.subject, d.asset), ''), nullif(d.version, ''),
                   to_char(d.deployed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')) AS label,
         d.deployed_at, d.automated, d.source_id, nullif(d.version, '') AS version
  FROM rec.deployment_known($1) d
  LEFT JOIN rec.deployment_later() l ON l.source_id = d.source_id AND l.key = d.key
  LEFT JOIN vg.asset_alias s ON s.name = d.asset AND s.seen_from = d.perimeter_id
  WHERE d.environment = 'production')
SELECT d.perimeter_id, d.subject, d.label, tstzmultirange(tstzrange(d.deployed_at, d.deployed_at + interval '30 days')) AS judged,
       CASE WHEN d.automated THEN '{(,)}' ELSE '{}' END::tstzmultirange AS conforming, '{}'::tstzmultirange AS pending,
       ARRAY[d.source_id] AS sources, d.version AS detail
FROM deployment d
WHERE $4::text[] IS NULL OR d.subject = ANY ($4);
