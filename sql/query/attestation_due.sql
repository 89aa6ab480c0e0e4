-- attestation_due: each thing to attest in a perimeter and below, who is asked (the owner of the control's rule), what was last attested of it and
-- when it is due: at the end of what was attested last, or since this thing is in use and a policy asks it. The first one due comes first, with
-- all of its control.
-- What passed without evidence counts as the indicators of its rule say of it: one may ask for evidence, another not.
-- $1 bigint perimeter  $2 timestamptz at
-- role: vigie_web, role: vigie_collect
WITH asked AS MATERIALIZED (
  SELECT c.code, c.rule, c.subject, c.days, c.question_fr, c.question_en, c.during FROM vg.control() c),
control AS (
  SELECT c.code, c.rule, c.subject AS about, c.days, c.question_fr, c.question_en,
         (SELECT min(lower(o.during)) FROM asked o WHERE o.code = c.code) AS since
  FROM asked c WHERE c.during @> $2::timestamptz),
inside AS (
  SELECT t.descendant_id AS id FROM vg.perimeter_tree t WHERE t.ancestor_id = $1::bigint),
place AS (
  SELECT k.perimeter_id, k.type, k.name, min(lower(k.seen)) AS since
  FROM rec.place_known($2::timestamptz) k JOIN inside i ON i.id = k.perimeter_id
  WHERE k.in_use GROUP BY k.perimeter_id, k.type, k.name HAVING bool_or(k.seen @> $2::timestamptz)),
platform AS (
  SELECT k.perimeter_id, min(lower(k.seen)) AS since
  FROM rec.asset_known($2::timestamptz) k JOIN inside i ON i.id = k.perimeter_id
  WHERE k.client <> '' AND k.status = 'in_service' GROUP BY k.perimeter_id HAVING bool_or(k.seen @> $2::timestamptz)),
owner AS (
  SELECT DISTINCT ON (o.rule) o.rule, o.owner, o.deputy
  FROM (SELECT n.rule, n.owner, n.deputy, n.from_at, n.author FROM vg.rule_owner n
        WHERE n.decided_at <= $2::timestamptz AND n.from_at <= $2::timestamptz
        UNION ALL
        SELECT r.number, r.owner, '', p.effective_at, ''
        FROM vg.policy_period e JOIN vg.policy p ON p.code = e.policy JOIN vg.rule r ON r.policy = p.code
        WHERE e.during @> $2::timestamptz AND r.owner <> '') o
  ORDER BY o.rule, o.from_at DESC, o.author DESC),
thing AS (
  SELECT c.code, p.perimeter_id, p.name AS subject, p.name AS label, greatest(c.since, p.since) AS since
  FROM control c JOIN place p ON p.type = c.about
  UNION ALL
  SELECT c.code, f.perimeter_id, q.code, q.name, greatest(c.since, f.since)
  FROM control c CROSS JOIN platform f JOIN vg.perimeter q ON q.id = f.perimeter_id WHERE c.about = 'perimeter'),
said AS (
  SELECT DISTINCT ON (t.code, t.perimeter_id, t.subject)
         t.code, t.perimeter_id, t.subject, a.passed, a.share, lower(a.during) AS attested_at, upper(a.during) AS valid_until
  FROM thing t
  JOIN vg.attested($2::timestamptz) a ON a.control = t.code AND a.subject = t.subject
  JOIN vg.perimeter_related r ON r.perimeter_id = a.perimeter_id AND r.other_id = t.perimeter_id
  WHERE NOT isempty(a.during) AND lower(a.during) <= $2::timestamptz
  ORDER BY t.code, t.perimeter_id, t.subject, lower(a.during) DESC, upper(a.during) DESC),
waiting AS (
  SELECT DISTINCT ON (w.control, w.perimeter_id, w.subject) w.control, w.perimeter_id, w.subject, w.id, w.author
  FROM vg.attestation w WHERE w.status = 'written' AND w.written_at <= $2::timestamptz
  ORDER BY w.control, w.perimeter_id, w.subject, w.id DESC)
SELECT c.code AS control, c.rule, c.about, c.days, c.question_fr, c.question_en, q.code AS perimeter, q.name AS perimeter_name,
       t.perimeter_id, t.subject, t.label, s.passed, s.share::float8 AS share, s.attested_at, s.valid_until,
       coalesce(s.valid_until, t.since) AS due_at, coalesce(o.owner, '') AS owner, coalesce(o.deputy, '') AS deputy,
       w.id AS waiting, coalesce(w.author, '') AS waiting_author,
       CASE WHEN s.attested_at IS NULL OR s.valid_until <= $2::timestamptz THEN 'unknown'
            WHEN NOT s.passed OR b.deviating THEN 'not_applied'
            WHEN s.passed IS NULL AND b.conforming IS NOT TRUE THEN 'unknown'
            WHEN s.valid_until <= $2::timestamptz + interval '30 days' THEN 'watch' ELSE 'applied' END AS state
FROM thing t
JOIN control c ON c.code = t.code
JOIN vg.perimeter q ON q.id = t.perimeter_id
LEFT JOIN owner o ON o.rule = c.rule
LEFT JOIN said s ON s.code = t.code AND s.perimeter_id = t.perimeter_id AND s.subject = t.subject
LEFT JOIN LATERAL (
  SELECT bool_or(v.deviating @> $2::timestamptz) AS deviating, bool_or(v.conforming @> $2::timestamptz) AS conforming
  FROM vg.policy_period e
  JOIN vg.rule_indicator m ON m.policy = e.policy AND m.rule = c.rule
  JOIN vg.indicator i ON i.code = m.indicator AND 'attestation' = ANY (i.kinds || i.optional)
  JOIN vg.verdict v ON v.indicator = i.code AND v.perimeter_id = t.perimeter_id AND v.subject = t.subject
  WHERE e.during @> $2::timestamptz AND s.attested_at IS NOT NULL AND s.passed IS NULL) b ON true
LEFT JOIN waiting w ON w.control = t.code AND w.perimeter_id = t.perimeter_id AND w.subject = t.subject
ORDER BY min(coalesce(s.valid_until, t.since)) OVER (PARTITION BY c.code), string_to_array(c.rule, '.')::integer[], c.code,
         coalesce(s.valid_until, t.since), t.label
