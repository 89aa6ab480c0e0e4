-- code: remote_access_vpn
-- rules: 9.5
-- title_fr: Accès distants par VPN
-- title_en: Remote access through a VPN
-- question_fr: Chaque accès distant est-il chiffré, authentifié et multifacteur ?
-- question_en: Is each remote access encrypted, authenticated and multi-factor?
-- formula_fr: Accès distants chiffrés, authentifiés et multifacteurs au dernier test, de moins de 90 jours, par lesquels aucun compte actif
--   n’entre sans second facteur, divisés par les accès distants.
-- formula_en: Remote accesses encrypted, authenticated and multi-factor in the last test, less than 90 days old, by which no enabled account
--   enters without a second factor, divided by remote accesses.
-- denominator_fr: Points d’accès distant, testés au moins une fois.
-- denominator_en: Remote access points, tested at least once.
-- form: ratio
-- family: A
-- boards: P
-- direction: up
-- unit: %
-- empty: unknown
-- subject: network_test
-- kinds: network_test, account
-- records: network_test.flow
-- deviation_fr: Il manque le chiffrement, l’authentification ou le second facteur, un compte actif entre sans second facteur, ou le test
--   a plus de 90 jours. Dernier test : {detail}.
-- deviation_en: Encryption, authentication or the second factor is missing, an enabled account enters without a second factor, or the test is
--   over 90 days old. Last test: {detail}.
-- owner: network_administrator
-- collector: network_administrator
-- reviewer: ciso
-- reporting: ciso monthly
-- frequency: quarterly
-- limits_fr: Un accès y est dès son premier test et y reste tant que la source en montre un : celui qui n’est plus testé finit
--   en écart. Le dernier test fait foi. Ce que le test ne dit pas compte comme manquant. Les comptes sont ceux du système que le test nomme,
--   sauf ceux dont la source dit qu’ils n’y entrent pas de l’extérieur ; sans système nommé, ou si aucune source ne dit les facteurs de ses
--   comptes, l’accès est inconnu.
-- limits_en: An access is in it from its first test on and stays while the source shows one: one that is no longer tested ends
--   in deviation. The last test decides. What the test does not say counts as missing. Accounts are those of the system that the test names,
--   but for those that their source says do not enter from outside; where no system is named, or no source tells the factors of its accounts,
--   the access is unknown.
-- version: 3
WITH point AS ( -- the system that the last test which names one says
  SELECT p.perimeter_id, p.flow, coalesce(s.perimeter_id, p.perimeter_id) AS place, coalesce(s.subject, p.system) AS system
  FROM (
    SELECT DISTINCT ON (t.perimeter_id, t.flow) t.perimeter_id, t.flow, t.system
    FROM rec.network_test_known($1) t
    WHERE t.type = 'remote_access' AND t.system <> '' AND ($4::text[] IS NULL OR t.flow = ANY ($4))
    ORDER BY t.perimeter_id, t.flow, t.tested_at DESC, t.id DESC) p
  LEFT JOIN vg.asset_alias s ON s.name = p.system AND s.seen_from = p.perimeter_id),
entry AS ( -- when an account without a second factor could enter; the sources that tell their factors
  SELECT v.perimeter_id AS place, v.system, array_agg(DISTINCT v.source_id) FILTER (WHERE v.mfa IS NOT NULL) AS sources,
         coalesce(range_agg(v.open) FILTER (WHERE v.mfa IS NOT TRUE AND a.remote IS NOT FALSE), '{}') AS weak
  FROM vg.account_version($1) v
  JOIN rec.account_known($1) a ON a.source_id = v.source_id AND a.key = v.subject AND a.seen = v.seen
  WHERE v.system IN (SELECT p.system FROM point p)
  GROUP BY v.perimeter_id, v.system)
SELECT n.perimeter_id, n.subject, max(n.label) FILTER (WHERE n.last) AS label, range_agg(n.shown) AS judged,
       coalesce(range_agg(n.during) FILTER (WHERE n.passed), '{}') - coalesce(e.weak, '{}') AS conforming, '{}'::tstzmultirange AS pending,
       CASE WHEN e.sources IS NULL THEN '{}' ELSE array_agg(DISTINCT n.source_id) || e.sources END AS sources,
       vg.instant(max(n.tested_at)) AS detail
FROM vg.network_trial($1, interval '90 days') n
LEFT JOIN point p ON p.perimeter_id = n.perimeter_id AND p.flow = n.subject
LEFT JOIN entry e ON e.place = p.place AND e.system = p.system
WHERE n.type = 'remote_access' AND ($4::text[] IS NULL OR n.subject = ANY ($4))
GROUP BY n.perimeter_id, n.subject, e.weak, e.sources;
