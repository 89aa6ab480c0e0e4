-- code: remote_access_vpn
-- rules: 9.5
-- title_fr: Accès distants par VPN
-- title_en: Remote access through a VPN
-- question_fr: Chaque accès distant est-il chiffré, authentifié et multifacteur ?
-- question_en: Is each remote access encrypted, authenticated and multi-factor?
-- formula_fr: Accès distants chiffrés, authentifiés et multifacteurs au dernier test, de moins de 90 jours, divisés par les
--   accès distants.
-- formula_en: Remote accesses encrypted, authenticated and multi-factor in the last test, less than 90 days old, divided by
--   remote accesses.
-- denominator_fr: Points d’accès distant, testés au moins une fois.
-- denominator_en: Remote access points, tested at least once.
-- form: ratio
-- family: A
-- boards: P
-- direction: up
-- unit: %
-- empty: unknown
-- subject: network_test
-- kinds: network_test
-- records: network_test.flow
-- deviation_fr: Il manque le chiffrement, l’authentification ou le second facteur, ou le test a plus de 90 jours. Dernier test
--   : {detail}.
-- deviation_en: Encryption, authentication or the second factor is missing, or the test is over 90 days old. Last test:
--   {detail}.
-- owner: network_administrator
-- collector: network_administrator
-- reviewer: ciso
-- reporting: ciso monthly
-- frequency: quarterly
-- limits_fr: Un accès y est dès son premier test et y reste tant que la source en montre un : celui qui n’est plus testé finit
--   en écart. Le dernier test fait foi. Ce que le test ne dit pas compte comme manquant.
-- limits_en: An access is in it from its first test on and stays while the source shows one: one that is no longer tested ends
--   in deviation. The last test decides. What the test does not say counts as missing.
-- version: 1
SELECT n.perimeter_id, n.subject, max(n.label) FILTER (WHERE n.last) AS label, range_agg(n.shown) AS judged,
       coalesce(range_agg(n.during) FILTER (WHERE n.passed), '{}') AS conforming, '{}'::tstzmultirange AS pending,
       array_agg(DISTINCT n.source_id) AS sources, vg.instant(max(n.tested_at)) AS detail
FROM vg.network_trial($1, interval '90 days') n
WHERE n.type = 'remote_access' AND ($4::text[] IS NULL OR n.subject = ANY ($4))
GROUP BY n.perimeter_id, n.subject;
