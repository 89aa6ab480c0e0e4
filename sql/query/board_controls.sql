-- board_controls: dated events of the recurring controls in a perimeter, as known at an instant. Those of a day are one; those of a
--   month where many people or documents make one campaign, which five people at least make
-- $1 bigint perimeter  $2 timestamptz the instant  $3 timestamptz not before  $4 timestamptz planned ones up to then
-- role: vigie_web
WITH below AS (SELECT t.descendant_id AS id FROM vg.perimeter_tree t WHERE t.ancestor_id = $1),
event AS (
  SELECT 'restore_test' AS control, r.perimeter_id, r.tested_at AS at, CASE r.result WHEN 'success' THEN 'done' ELSE 'failed' END AS outcome
  FROM rec.restore_test_known($2) r
  UNION ALL
  SELECT 'account_review', r.perimeter_id, r.reviewed_at, CASE WHEN r.completed THEN 'done' ELSE 'failed' END
  FROM rec.account_review_known($2) r
  UNION ALL
  SELECT CASE r.theme WHEN 'phishing' THEN 'phishing' ELSE 'awareness' END, r.perimeter_id, r.completed_at, 'done'
  FROM rec.training_known($2) r WHERE r.theme IN ('security', 'phishing') AND r.completed_at >= $3
  UNION ALL
  SELECT 'attestation', r.perimeter_id, r.attested_at, CASE r.result WHEN 'passed' THEN 'done' ELSE 'failed' END
  FROM rec.attestation_known($2) r WHERE r.control IN ('intrusion_system', 'secure_area', 'clean_desk')
  UNION ALL
  SELECT 'document_review', d.perimeter_id, d.reviewed_at, 'done'
  FROM (SELECT DISTINCT r.source_id, r.key, r.perimeter_id, r.reviewed_at FROM rec.document_known($2) r) d
  UNION ALL
  SELECT 'supplier', c.perimeter_id, c.controlled_at, 'done'
  FROM (SELECT DISTINCT r.source_id, r.key, r.perimeter_id, r.controlled_at FROM rec.contract_known($2) r) c
  UNION ALL
  SELECT 'pentest', r.perimeter_id, r.ran_at, CASE r.high WHEN 0 THEN 'done' ELSE 'failed' END FROM rec.pentest_known($2) r
  UNION ALL
  SELECT CASE r.type WHEN 'incident' THEN 'incident_exercise' ELSE 'recovery_exercise' END, r.perimeter_id, r.held_at,
         CASE r.result WHEN 'success' THEN 'done' ELSE 'failed' END
  FROM rec.exercise_known($2) r WHERE r.type IN ('incident', 'continuity', 'recovery')
  UNION ALL
  SELECT 'rule_review', r.perimeter_id, r.reviewed_at, 'done' FROM rec.review_known($2) r WHERE r.object = 'rule'
  UNION ALL
  SELECT 'publication', r.perimeter_id, coalesce(r.published_at, vg.day(r.due_on)), CASE WHEN r.published_at IS NULL THEN 'planned' ELSE 'done' END
  FROM rec.publication_known($2) r
  UNION ALL
  SELECT 'audit', r.perimeter_id, vg.day(coalesce(r.held_on, r.planned_on)), CASE WHEN r.held_on IS NULL THEN 'planned' ELSE 'done' END
  FROM rec.audit_known($2) r)
SELECT e.control, max(e.at) AS at, count(*) FILTER (WHERE e.outcome = 'done') AS done, count(*) FILTER (WHERE e.outcome = 'failed') AS failed,
       count(*) FILTER (WHERE e.outcome = 'planned') AS planned
FROM event e JOIN below b ON b.id = e.perimeter_id
WHERE e.at >= $3 AND e.at < CASE e.outcome WHEN 'planned' THEN $4 ELSE $2 END
GROUP BY e.control, date_trunc(CASE WHEN e.control IN ('awareness', 'phishing', 'document_review', 'supplier', 'rule_review') THEN 'month' ELSE 'day' END, e.at, 'UTC')
HAVING e.control NOT IN ('awareness', 'phishing') OR count(*) >= 5
ORDER BY e.control, max(e.at);
