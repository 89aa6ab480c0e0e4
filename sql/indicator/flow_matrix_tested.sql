-- code: flow_matrix_tested
-- rules: 9.1, 9.2
-- title_fr: Matrice des flux testée
-- title_en: Flow matrix tested
-- question_fr: Le filtrage des réseaux fait-il ce que dit la matrice des flux ?
-- question_en: Does network filtering do what the flow matrix says?
-- formula_fr: Flux dont le dernier test, de moins de 90 jours, donne le résultat attendu, divisés par les flux de la matrice.
-- formula_en: Flows whose last test, less than 90 days old, gives the expected result, divided by the flows of the matrix.
-- denominator_fr: Flux de la matrice, ouverts ou bloqués, testés au moins une fois.
-- denominator_en: Flows of the matrix, open or blocked, tested at least once.
-- form: ratio
-- family: N
-- boards: PO
-- direction: up
-- unit: %
-- empty: unknown
-- subject: network_test
-- kinds: network_test
-- records: network_test.flow
-- deviation_fr: Le résultat n’est pas celui attendu, ou le test a plus de 90 jours. Dernier test : {detail}.
-- deviation_en: The result is not the expected one, or the test is over 90 days old. Last test: {detail}.
-- owner: network_administrator
-- collector: network_administrator
-- reviewer: ciso
-- reporting: ciso monthly, operator daily
-- frequency: quarterly
-- limits_fr: Un flux y est dès son premier test et y reste tant que la source en montre un : celui qui n’est plus testé finit
--   en écart. Le dernier test fait foi. Un flux que la matrice oublie ne s’y voit pas.
-- limits_en: A flow is in it from its first test on and stays while the source shows one: one that is no longer tested ends in
--   deviation. The last test decides. A flow that the matrix forgets is not seen.
-- version: 1
SELECT n.perimeter_id, n.subject, max(n.label) FILTER (WHERE n.last) AS label, range_agg(n.shown) AS judged,
       coalesce(range_agg(n.during) FILTER (WHERE n.passed), '{}') AS conforming, '{}'::tstzmultirange AS pending,
       array_agg(DISTINCT n.source_id) AS sources, vg.instant(max(n.tested_at)) AS detail
FROM vg.network_trial($1, interval '90 days') n
WHERE n.type = 'flow' AND ($4::text[] IS NULL OR n.subject = ANY ($4))
GROUP BY n.perimeter_id, n.subject;
