-- attestation_due: each thing to attest in a perimeter and below, with what was last attested of it. What passed without evidence counts as
-- the indicators of its rule say of it: one may ask for evidence, another not.
-- $1 bigint perimeter  $2 timestamptz at
WITH control AS (
  SELECT c.code, c.rule, c.subject AS about, c.days, c.question_fr, c.question_en
  FROM vg.control() c WHERE c.during @> $2::timestamptz),
inside AS (
  SELECT t.descendant_id AS id FROM vg.perimeter_tree t WHERE t.ancestor_id = $1::bigint),
place AS (
  SELECT DISTINCT k.perimeter_id, k.type, k.name
  FROM rec.place_known($2::timestamptz) k JOIN inside i ON i.id = k.perimeter_id
  WHERE k.in_use AND k.seen @> $2::timestamptz),
platform AS (
  SELECT DISTINCT k.perimeter_id
  FROM rec.asset_known($2::timestamptz) k JOIN inside i ON i.id = k.perimeter_id
  WHERE k.client <> '' AND k.status = 'in_service' AND k.seen @> $2::timestamptz),
thing AS (
  SELECT c.code, p.perimeter_id, p.name AS subject, p.name AS label FROM control c JOIN place p ON p.type = c.about
  UNION ALL
  SELECT c.code, f.perimeter_id, q.code, q.name
  FROM control c CROSS JOIN platform f JOIN vg.perimeter q ON q.id = f.perimeter_id WHERE c.about = 'perimeter'),
said AS (
  SELECT DISTINCT ON (t.code, t.perimeter_id, t.subject)
         t.code, t.perimeter_id, t.subject, a.passed, a.share, lower(a.during) AS attested_at, upper(a.during) AS valid_until
  FROM thing t
  JOIN vg.attested($2::timestamptz) a ON a.control = t.code AND a.subject = t.subject
  JOIN vg.perimeter_related r ON r.perimeter_id = a.perimeter_id AND r.other_id = t.perimeter_id
  WHERE NOT isempty(a.during) AND lower(a.during) <= $2::timestamptz
  ORDER BY t.code, t.perimeter_id, t.subject, lower(a.during) DESC),
waiting AS (
  SELECT DISTINCT ON (w.control, w.perimeter_id, w.subject) w.control, w.perimeter_id, w.subject, w.id, w.author
  FROM vg.attestation w WHERE w.status = 'written' AND w.written_at <= $2::timestamptz
  ORDER BY w.control, w.perimeter_id, w.subject, w.id DESC)
SELECT c.code AS control, c.rule, c.about, c.days, c.question_fr, c.question_en, q.code AS perimeter, q.name AS perimeter_name,
       t.perimeter_id, t.subject, t.label, s.passed, s.share::float8 AS share, s.attested_at, s.valid_until,
       w.id AS waiting, coalesce(w.author, '') AS waiting_author,
       CASE WHEN s.attested_at IS NULL OR s.valid_until <= $2::timestamptz THEN 'unknown'
            WHEN NOT s.passed OR b.deviating THEN 'not_applied'
            WHEN s.passed IS NULL AND b.conforming IS NOT TRUE THEN 'unknown'
            WHEN s.valid_until <= $2::timestamptz + interval '30 days' THEN 'watch' ELSE 'applied' END AS state
FROM thing t
JOIN control c ON c.code = t.code
JOIN vg.perimeter q ON q.id = t.perimeter_id
LEFT JOIN said s ON s.code = t.code AND s.perimeter_id = t.perimeter_id AND s.subject = t.subject
LEFT JOIN LATERAL (
  SELECT bool_or(v.deviating @> $2::timestamptz) AS deviating, bool_or(v.conforming @> $2::timestamptz) AS conforming
  FROM vg.policy_period e
  JOIN vg.rule_indicator m ON m.policy = e.policy AND m.rule = c.rule
  JOIN vg.indicator i ON i.code = m.indicator AND 'attestation' = ANY (i.kinds || i.optional)
  JOIN vg.verdict v ON v.indicator = i.code AND v.perimeter_id = t.perimeter_id AND v.subject = t.subject
  WHERE e.during @> $2::timestamptz AND s.attested_at IS NOT NULL AND s.passed IS NULL) b ON true
LEFT JOIN waiting w ON w.control = t.code AND w.perimeter_id = t.perimeter_id AND w.subject = t.subject
ORDER BY string_to_array(c.rule, '.')::integer[], t.label
