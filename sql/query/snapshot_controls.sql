-- snapshot_controls: the dated events of the recurring controls in all perimeters, as many together as are alike, with the period in which
--   their version was known and the day or the month (period_at) in which they are one with others; the same as board_controls has
-- $1 bigint most rows
-- role: vigie_web
WITH version AS (
  SELECT 'restore_test' AS control, r.perimeter_id, r.tested_at AS at, CASE r.result WHEN 'success' THEN 'done' ELSE 'failed' END AS outcome,
         r.recorded_at AS from_at, CASE WHEN r.vanished THEN r.back_at ELSE r.superseded_at END AS to_at
  FROM (SELECT perimeter_id, tested_at, result, recorded_at, NULL::timestamptz AS superseded_at, false AS vanished, NULL::timestamptz AS back_at FROM rec.restore_test
        UNION ALL SELECT perimeter_id, tested_at, result, recorded_at, superseded_at, vanished, back_at FROM rec.restore_test_history) r
  UNION ALL
  SELECT 'account_review', r.perimeter_id, r.reviewed_at, CASE WHEN r.completed THEN 'done' ELSE 'failed' END,
         r.recorded_at, CASE WHEN r.vanished THEN r.back_at ELSE r.superseded_at END
  FROM (SELECT perimeter_id, reviewed_at, completed, recorded_at, NULL::timestamptz AS superseded_at, false AS vanished, NULL::timestamptz AS back_at FROM rec.account_review
        UNION ALL SELECT perimeter_id, reviewed_at, completed, recorded_at, superseded_at, vanished, back_at FROM rec.account_review_history) r
  UNION ALL
  SELECT CASE r.theme WHEN 'phishing' THEN 'phishing' ELSE 'awareness' END, r.perimeter_id, r.completed_at, 'done',
         r.recorded_at, CASE WHEN r.vanished THEN r.back_at ELSE r.superseded_at END
  FROM (SELECT perimeter_id, completed_at, theme, recorded_at, NULL::timestamptz AS superseded_at, false AS vanished, NULL::timestamptz AS back_at FROM rec.training
        UNION ALL SELECT perimeter_id, completed_at, theme, recorded_at, superseded_at, vanished, back_at FROM rec.training_history) r WHERE r.theme IN ('security', 'phishing')
  UNION ALL
  SELECT 'attestation', r.perimeter_id, r.attested_at, CASE r.result WHEN 'passed' THEN 'done' ELSE 'failed' END,
         r.recorded_at, CASE WHEN r.vanished THEN r.back_at ELSE r.superseded_at END
  FROM (SELECT perimeter_id, attested_at, control, result, recorded_at, NULL::timestamptz AS superseded_at, false AS vanished, NULL::timestamptz AS back_at FROM rec.attestation
        UNION ALL SELECT perimeter_id, attested_at, control, result, recorded_at, superseded_at, vanished, back_at FROM rec.attestation_history) r WHERE r.control IN ('intrusion_system', 'secure_area', 'clean_desk')
  UNION ALL
  SELECT 'pentest', r.perimeter_id, r.ran_at, CASE r.high WHEN 0 THEN 'done' ELSE 'failed' END,
         r.recorded_at, CASE WHEN r.vanished THEN r.back_at ELSE r.superseded_at END
  FROM (SELECT perimeter_id, ran_at, high, recorded_at, NULL::timestamptz AS superseded_at, false AS vanished, NULL::timestamptz AS back_at FROM rec.pentest
        UNION ALL SELECT perimeter_id, ran_at, high, recorded_at, superseded_at, vanished, back_at FROM rec.pentest_history) r
  UNION ALL
  SELECT CASE r.type WHEN 'incident' THEN 'incident_exercise' ELSE 'recovery_exercise' END, r.perimeter_id, r.held_at, CASE r.result WHEN 'success' THEN 'done' ELSE 'failed' END,
         r.recorded_at, CASE WHEN r.vanished THEN r.back_at ELSE r.superseded_at END
  FROM (SELECT perimeter_id, held_at, type, result, recorded_at, NULL::timestamptz AS superseded_at, false AS vanished, NULL::timestamptz AS back_at FROM rec.exercise
        UNION ALL SELECT perimeter_id, held_at, type, result, recorded_at, superseded_at, vanished, back_at FROM rec.exercise_history) r WHERE r.type IN ('incident', 'continuity', 'recovery')
  UNION ALL
  SELECT 'rule_review', r.perimeter_id, r.reviewed_at, 'done',
         r.recorded_at, CASE WHEN r.vanished THEN r.back_at ELSE r.superseded_at END
  FROM (SELECT perimeter_id, reviewed_at, object, recorded_at, NULL::timestamptz AS superseded_at, false AS vanished, NULL::timestamptz AS back_at FROM rec.review
        UNION ALL SELECT perimeter_id, reviewed_at, object, recorded_at, superseded_at, vanished, back_at FROM rec.review_history) r WHERE r.object = 'rule'
  UNION ALL
  SELECT 'publication', r.perimeter_id, coalesce(r.published_at, vg.day(r.due_on)), CASE WHEN r.published_at IS NULL THEN 'planned' ELSE 'done' END,
         r.recorded_at, CASE WHEN r.vanished THEN r.back_at ELSE r.superseded_at END
  FROM (SELECT perimeter_id, published_at, due_on, recorded_at, NULL::timestamptz AS superseded_at, false AS vanished, NULL::timestamptz AS back_at FROM rec.publication
        UNION ALL SELECT perimeter_id, published_at, due_on, recorded_at, superseded_at, vanished, back_at FROM rec.publication_history) r
  UNION ALL
  SELECT 'audit', r.perimeter_id, vg.day(coalesce(r.held_on, r.planned_on)), CASE WHEN r.held_on IS NULL THEN 'planned' ELSE 'done' END,
         r.recorded_at, CASE WHEN r.vanished THEN r.back_at ELSE r.superseded_at END
  FROM (SELECT perimeter_id, held_on, planned_on, recorded_at, NULL::timestamptz AS superseded_at, false AS vanished, NULL::timestamptz AS back_at FROM rec.audit
        UNION ALL SELECT perimeter_id, held_on, planned_on, recorded_at, superseded_at, vanished, back_at FROM rec.audit_history) r
  UNION ALL
  SELECT 'document_review', r.perimeter_id, r.reviewed_at, 'done', min(r.recorded_at), NULL
  FROM (SELECT source_id, key, perimeter_id, reviewed_at, recorded_at FROM rec.document
        UNION ALL SELECT source_id, key, perimeter_id, reviewed_at, recorded_at FROM rec.document_history) r
  GROUP BY r.source_id, r.key, r.perimeter_id, r.reviewed_at
  UNION ALL
  SELECT 'supplier', r.perimeter_id, r.controlled_at, 'done', min(r.recorded_at), NULL
  FROM (SELECT source_id, key, perimeter_id, controlled_at, recorded_at FROM rec.contract
        UNION ALL SELECT source_id, key, perimeter_id, controlled_at, recorded_at FROM rec.contract_history) r
  GROUP BY r.source_id, r.key, r.perimeter_id, r.controlled_at)
SELECT v.control, v.perimeter_id, v.at, v.from_at, v.to_at, count(*) FILTER (WHERE v.outcome = 'done') AS done,
       count(*) FILTER (WHERE v.outcome = 'failed') AS failed, count(*) FILTER (WHERE v.outcome = 'planned') AS planned,
       date_trunc(CASE WHEN v.control IN ('awareness', 'phishing', 'document_review', 'supplier', 'rule_review') THEN 'month' ELSE 'day' END, v.at,
                  'UTC') AS period_at
FROM version v
WHERE v.at IS NOT NULL
GROUP BY v.control, v.perimeter_id, v.at, v.outcome, v.from_at, v.to_at
ORDER BY v.control, v.at LIMIT $1::bigint;
