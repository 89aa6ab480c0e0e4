-- code: restore_tested
-- rules: 12.4
-- title_fr: Restaurations testées
-- title_en: Restores tested
-- question_fr: La restauration de chaque système de production a-t-elle été réussie dans les six derniers mois ?
-- question_en: Was each production system restored with success in the last six months?
-- formula_fr: Systèmes ayant un test de restauration réussi dans les 6 derniers mois, divisés par les systèmes de production.
-- formula_en: Systems with a successful restore test in the last 6 months, divided by production systems.
-- denominator_fr: Serveurs, bases de données et stockages de l’inventaire, en service et en production.
-- denominator_en: Servers, databases and storage of the inventory, in service and in production.
-- form: ratio
-- family: E
-- boards: SPO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: asset
-- kinds: asset, restore_test
-- records: restore_test.asset
-- deviation_fr: Dernier test réussi : {detail}.
-- deviation_en: Last successful test: {detail}.
-- nothing_fr: Aucun test de restauration réussi n’est connu.
-- nothing_en: No successful restore test is known.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: leadership quarterly, ciso monthly, operator daily
-- frequency: every 6 months
-- limits_fr: Un test partiel n’est pas une réussite. Un échec n’annule pas une réussite antérieure de moins de six mois : il se voit
--   dans la liste des tests.
-- limits_en: A partial test is no success. A failure does not cancel an earlier success of the last six months: the list of tests
--   shows it.
-- version: 1
WITH system AS (
  SELECT v.perimeter_id, v.subject, max(v.label) AS label, range_agg(v.serving) AS judged
  FROM vg.asset_version($1) v
  WHERE v.system AND v.production AND ($4::text[] IS NULL OR v.subject = ANY ($4))
  GROUP BY v.perimeter_id, v.subject),
tested AS (
  SELECT s.perimeter_id, s.subject, array_agg(DISTINCT t.source_id) AS sources,
         range_agg(vg.span(t.tested_at, least(t.tested_at + interval '6 months', t.gone_at))) FILTER (WHERE t.result = 'success') AS good,
         max(t.tested_at) FILTER (WHERE t.result = 'success' AND t.gone_at IS NULL) AS last
  FROM rec.restore_test_known($1) t
  JOIN vg.asset_alias s ON s.name = t.asset AND s.seen_from = t.perimeter_id
  GROUP BY s.perimeter_id, s.subject)
SELECT y.perimeter_id, y.subject, y.label, y.judged, coalesce(t.good, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       t.sources, vg.instant(t.last) AS detail
FROM system y
LEFT JOIN tested t USING (perimeter_id, subject);
