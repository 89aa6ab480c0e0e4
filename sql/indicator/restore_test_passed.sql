-- code: restore_test_passed
-- rules:
-- title_fr: Tests de restauration réussis
-- title_en: Restore tests passed
-- question_fr: Les tests de restauration des trois derniers mois ont-ils réussi ?
-- question_en: Did the restore tests of the last three months pass?
-- formula_fr: Tests de restauration réussis, divisés par les tests des 3 derniers mois.
-- formula_en: Restore tests that passed, divided by the tests of the last 3 months.
-- denominator_fr: Tests de restauration des 3 derniers mois, quel que soit le système.
-- denominator_en: Restore tests of the last 3 months, of any system.
-- form: ratio
-- family: E
-- boards: S
-- direction: up
-- unit: %
-- empty: not_applicable
-- subject: backup
-- kinds: restore_test
-- records: restore_test.key
-- deviation_fr: Le test a échoué : {detail}
-- deviation_en: The test failed: {detail}
-- nothing_fr: Le test a échoué.
-- nothing_en: The test failed.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: leadership quarterly
-- frequency: quarterly
-- limits_fr: Un test partiel n’est pas une réussite. Peu de tests réussis peut vouloir dire peu de tests : voir les restaurations
--   testées.
-- limits_en: A partial test is no success. All tests passed may mean few tests: see restores tested.
-- version: 3
WITH test AS (
  SELECT coalesce(s.perimeter_id, t.perimeter_id) AS perimeter_id, coalesce(s.subject, t.asset) AS asset, t.key, t.result, t.message,
         t.tested_at, t.gone_at, t.source_id,
         t.key || CASE WHEN l.key IS NULL THEN '' ELSE ' #' || t.source_id END AS subject
  FROM rec.restore_test_known($1) t
  LEFT JOIN rec.restore_test_later() l ON l.source_id = t.source_id AND l.key = t.key
  LEFT JOIN vg.asset_alias s ON s.name = t.asset AND s.seen_from = t.perimeter_id)
SELECT t.perimeter_id, t.subject, t.asset || ', ' || t.key AS label,
       tstzmultirange(vg.span(t.tested_at, least(t.tested_at + interval '3 months', t.gone_at))) AS judged,
       CASE WHEN t.result = 'success' THEN '{(,)}' ELSE '{}' END::tstzmultirange AS conforming, '{}'::tstzmultirange AS pending,
       ARRAY[t.source_id] AS sources, nullif(t.message, '') AS detail
FROM test t
WHERE $4::text[] IS NULL OR t.subject = ANY ($4);
