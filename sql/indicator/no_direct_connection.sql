-- code: no_direct_connection
-- rules: 9.4
-- title_fr: Aucune connexion directe avec les centres de données
-- title_en: No direct connection with datacenters
-- question_fr: Les chemins directs entre centres de données partenaires et réseaux internes sont-ils tous bloqués ?
-- question_en: Are all direct paths between partner datacenters and internal networks blocked?
-- formula_fr: Chemins bloqués au dernier test, de moins de 90 jours, divisés par les chemins testés.
-- formula_en: Paths blocked in the last test, less than 90 days old, divided by the tested paths.
-- denominator_fr: Chemins entre centres de données et réseaux internes, testés au moins une fois.
-- denominator_en: Paths between datacenters and internal networks, tested at least once.
-- form: ratio
-- family: N
-- boards: SPO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: network_test
-- kinds: network_test
-- records: network_test.flow
-- deviation_fr: Le chemin est ouvert, ou son test a plus de 90 jours. Dernier test : {detail}.
-- deviation_en: The path is open, or its test is over 90 days old. Last test: {detail}.
-- owner: network_administrator
-- collector: network_administrator
-- reviewer: ciso
-- reporting: leadership quarterly, ciso monthly, operator daily
-- frequency: quarterly
-- limits_fr: Un chemin y est dès son premier test et y reste tant que la source en montre un : celui qui n’est plus testé finit
--   en écart. Le dernier test fait foi. Un chemin ouvert est en écart, même déclaré comme attendu.
-- limits_en: A path is in it from its first test on and stays while the source shows one: one that is no longer tested ends in
--   deviation. The last test decides. An open path is in deviation, even where it was declared as expected.
-- version: 1
SELECT n.perimeter_id, n.subject, max(n.label) FILTER (WHERE n.last) AS label, range_agg(n.shown) AS judged,
       coalesce(range_agg(n.during) FILTER (WHERE n.passed), '{}') AS conforming, '{}'::tstzmultirange AS pending,
       array_agg(DISTINCT n.source_id) AS sources, vg.instant(max(n.tested_at)) AS detail
FROM vg.network_trial($1, interval '90 days') n
WHERE n.type = 'datacenter_path' AND ($4::text[] IS NULL OR n.subject = ANY ($4))
GROUP BY n.perimeter_id, n.subject;
