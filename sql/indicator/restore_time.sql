-- code: restore_time
-- rules: 12.4
-- title_fr: Temps de restauration
-- title_en: Time to restore
-- question_fr: Les restaurations tiennent-elles dans l’objectif de reprise annoncé ?
-- question_en: Do restores fit in the recovery-time objective that was declared?
-- formula_fr: 90e centile des durées de restauration, chacune divisée par son objectif, sur les tests réussis des 12 derniers mois.
-- formula_en: 90th percentile of restore durations, each divided by its objective, over the successful tests of the last 12 months.
-- denominator_fr: Tests de restauration réussis des 12 derniers mois dont la durée et l’objectif sont connus.
-- denominator_en: Successful restore tests of the last 12 months whose duration and objective are known.
-- form: statistic
-- statistic: p90
-- family: E
-- boards: P
-- direction: down
-- unit: ×
-- empty: unknown
-- subject: restore_test
-- kinds: restore_test
-- records: restore_test.key
-- deviation_fr: Testé le {detail}.
-- deviation_en: Tested on {detail}.
-- owner: system_administrator
-- collector: system_administrator
-- reviewer: ciso
-- reporting: ciso monthly
-- frequency: every 6 months
-- limits_fr: Un test raté ou partiel n’a pas de temps de restauration : voir les tests réussis. Un test sans durée ou sans objectif n’y est
--   pas. Un neuvième décile cache les pires cas : la liste les montre.
-- limits_en: A failed or partial test has no time to restore: see the tests passed. A test without duration or objective is not in it.
--   A ninth decile hides the worst cases: the list shows them.
-- version: 3
WITH test AS (
  SELECT coalesce(s.perimeter_id, t.perimeter_id) AS perimeter_id, coalesce(s.subject, t.asset) AS asset, t.tested_at, t.duration, t.objective,
         t.gone_at, t.result, t.key || CASE WHEN l.key IS NULL THEN '' ELSE ' #' || t.source_id END AS subject
  FROM rec.restore_test_known($1) t
  LEFT JOIN rec.restore_test_later() l ON l.source_id = t.source_id AND l.key = t.key
  LEFT JOIN vg.asset_alias s ON s.name = t.asset AND s.seen_from = t.perimeter_id)
SELECT t.perimeter_id, t.subject, t.asset || ', ' || to_char(t.tested_at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS label,
       round(t.duration::numeric / t.objective, 4) AS value,
       vg.span(t.tested_at, least(t.tested_at + interval '12 months', t.gone_at)) AS during, vg.instant(t.tested_at) AS detail
FROM test t
WHERE t.result = 'success' AND t.duration IS NOT NULL AND t.objective > 0 AND (t.gone_at IS NULL OR t.gone_at > t.tested_at)
  AND ($4::text[] IS NULL OR t.subject = ANY ($4));
