-- code: https_only
-- rules: 11.5
-- title_fr: HTTPS seulement
-- title_en: HTTPS only
-- question_fr: Les sites publics ne servent-ils qu’en HTTPS ?
-- question_en: Do public sites serve over HTTPS only?
-- formula_fr: Sites dont le dernier test, de moins de 30 jours, montre HTTP fermé ou redirigé et HSTS actif, divisés par les
--   sites publics.
-- formula_en: Sites whose last test, less than 30 days old, shows plain HTTP closed or redirected and HSTS on, divided by
--   public sites.
-- denominator_fr: Applications de l’inventaire accessibles de l’internet, en service et en production. Celui qu’aucune source
--   n’a testé est inconnu.
-- denominator_en: Applications of the inventory reachable from the internet, in service and in production. One that no source
--   has tested is unknown.
-- form: ratio
-- family: N
-- boards: PO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: asset
-- kinds: asset, tls
-- spoken: column
-- records: tls.asset
-- deviation_fr: HTTP répond sans rediriger, HSTS manque, ou le test a plus de 30 jours. Dernier test : {detail}.
-- deviation_en: Plain HTTP answers without redirecting, HSTS is missing, or the test is over 30 days old. Last test: {detail}.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: ciso monthly, operator daily
-- frequency: daily
-- limits_fr: Juge l’adresse testée, pas toutes les pages. Un test qui ne parle ni de HTTP ni de HSTS n’est pas retenu.
--   D’un site testé sous plusieurs adresses, le dernier test de chacune compte.
-- limits_en: Judges the tested address, not all pages. A test that speaks neither of plain HTTP nor of HSTS is left out.
--   Of a site tested under several addresses, the last test of each counts.
-- version: 3
WITH site AS (
  SELECT row_number() OVER () AS n, v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.type = 'application' AND v.production AND v.public AND ($4::text[] IS NULL OR v.subject = ANY ($4))
  GROUP BY v.perimeter_id, v.subject),
test AS ( -- of each address under which the site is tested, until the next one of the same
  SELECT y.n, t.source_id, t.tested_at, p.passed,
         vg.span(t.tested_at, least(t.gone_at, t.tested_at + interval '30 days', lead(t.tested_at) OVER later)) AS during
  FROM site y
  JOIN vg.asset_alias s USING (perimeter_id, subject)
  JOIN rec.tls_known($1) t ON t.asset = s.name AND t.perimeter_id = s.seen_from
  CROSS JOIN LATERAL (SELECT coalesce(t.redirects AND t.hsts, false) AS passed) p
  WHERE t.redirects IS NOT NULL OR t.hsts IS NOT NULL
  WINDOW later AS (PARTITION BY y.n, t.asset ORDER BY t.tested_at, p.passed DESC, t.id)),
tested AS (
  SELECT t.n, array_agg(DISTINCT t.source_id) AS sources, min(t.tested_at) AS told_at,
         range_agg(t.during) FILTER (WHERE t.passed) - coalesce(range_agg(t.during) FILTER (WHERE NOT t.passed), '{}') AS good,
         vg.instant(max(t.tested_at)) AS detail
  FROM test t
  GROUP BY t.n)
SELECT y.perimeter_id, y.subject, y.label, y.judged, coalesce(t.good, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       vg.told_since(t.told_at) AS spoken, coalesce(t.sources, '{}') AS sources, t.detail
FROM site y
LEFT JOIN tested t USING (n);
