-- code: tls_grade
-- rules: 11.6
-- title_fr: Note TLS des sites
-- title_en: TLS grade of sites
-- question_fr: Chaque site public est-il noté A ou mieux chaque jour ?
-- question_en: Is each public site graded A or better every day?
-- formula_fr: Sites dont la dernière note a moins de 26 heures et vaut A ou A+, divisés par les sites publics.
-- formula_en: Sites whose last grade is less than 26 hours old and is A or A+, divided by public sites.
-- denominator_fr: Applications de l’inventaire accessibles de l’internet, en service et en production. Un site jamais noté est
--   en écart.
-- denominator_en: Applications of the inventory reachable from the internet, in service and in production. A site that was
--   never graded is in deviation.
-- form: ratio
-- family: N
-- boards: SPO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: asset
-- kinds: asset, tls
-- records: tls.asset
-- deviation_fr: Il faut A ou mieux, depuis moins de 26 heures. Dernière note : {detail}.
-- deviation_en: A or better is needed, less than 26 hours old. Last grade: {detail}.
-- nothing_fr: Ce site n’a jamais été noté.
-- nothing_en: This site was never graded.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: leadership quarterly, ciso monthly, operator daily
-- frequency: daily
-- limits_fr: La note est celle de l’outil ; A- n’est pas A. Un essai sans note ne compte pas. Un site testé sous plusieurs adresses a la
--   moins bonne de leurs dernières notes.
-- limits_en: The grade is the tool’s; A- is not A. A test without grade does not count. A site tested under several addresses has the
--   worst of their last grades.
-- version: 2
WITH site AS (
  SELECT row_number() OVER () AS n, v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.type = 'application' AND v.production AND v.public AND ($4::text[] IS NULL OR v.subject = ANY ($4))
  GROUP BY v.perimeter_id, v.subject),
test AS ( -- of each address under which the site is tested, until the next one of the same
  SELECT y.n, t.source_id, t.tested_at, t.grade, t.grade IN ('A+', 'A') AS passed,
         vg.span(t.tested_at, least(t.gone_at, t.tested_at + interval '26 hours', lead(t.tested_at) OVER later)) AS during,
         lead(t.id) OVER later IS NULL AS last, t.tested_at > max(t.tested_at) OVER (PARTITION BY y.n) - interval '26 hours' AS recent
  FROM site y
  JOIN vg.asset_alias s USING (perimeter_id, subject)
  JOIN rec.tls_known($1) t ON t.asset = s.name AND t.perimeter_id = s.seen_from
  WHERE t.grade IS NOT NULL
  WINDOW later AS (PARTITION BY y.n, t.asset ORDER BY t.tested_at, t.grade IN ('A+', 'A') DESC, t.id)),
tested AS (
  SELECT t.n, array_agg(DISTINCT t.source_id) AS sources,
         range_agg(t.during) FILTER (WHERE t.passed) - coalesce(range_agg(t.during) FILTER (WHERE NOT t.passed), '{}') AS good,
         (array_agg(t.grade ORDER BY t.passed, t.tested_at DESC) FILTER (WHERE t.last AND t.recent))[1] AS detail
  FROM test t
  GROUP BY t.n)
SELECT y.perimeter_id, y.subject, y.label, y.judged, coalesce(t.good, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       t.sources, t.detail
FROM site y
LEFT JOIN tested t USING (n);
