-- waiver_list: the waivers that bear on a perimeter as they stood at an instant: to be decided first, then those that end soonest
-- $1 bigint perimeter, NULL: all; $2 timestamptz instant; $3 text rule or NULL; $4 text indicator or NULL (its rules' waivers too)
-- $5 bigint waiver or NULL; $6 text subject or NULL: those that name it or cover all
-- role: vigie_web, role: vigie_collect
WITH told AS (
  SELECT w.id, w.indicator, w.rule, w.perimeter_id, p.code AS perimeter_code, p.name AS perimeter, w.subjects, w.reason, w.compensation,
         w.requester, w.requested_at, lower(w.during) AS from_at, w.status,
         CASE WHEN w.status <> 'requested' AND coalesce(w.decided_at, w.requested_at) <= $2 THEN w.status ELSE 'requested' END AS known,
         w.approver, w.decided_at, w.decision, CASE WHEN w.ended_at <= $2 THEN w.ended_at END AS ended_at, w.ended_by, w.end_reason,
         CASE WHEN w.ended_at <= $2 THEN upper(w.during) ELSE coalesce(w.until_at, upper(w.during)) END AS to_at
  FROM vg.waiver w
  JOIN vg.perimeter p ON p.id = w.perimeter_id
  WHERE w.requested_at <= $2
    AND ($1::bigint IS NULL OR EXISTS (SELECT FROM vg.perimeter_related r WHERE r.perimeter_id = $1 AND r.other_id = w.perimeter_id))
    AND ($3::text IS NULL OR w.rule = $3
         OR w.indicator IN (SELECT l.indicator FROM vg.rule_indicator l WHERE l.rule = $3))
    AND ($4::text IS NULL OR w.indicator = $4 OR w.rule IN (SELECT l.rule FROM vg.rule_indicator l WHERE l.indicator = $4))
    AND ($5::bigint IS NULL OR w.id = $5)
    AND ($6::text IS NULL OR w.subjects IS NULL OR $6 = ANY (w.subjects))),
stood AS (
  SELECT t.*, CASE WHEN t.known = 'refused' THEN 'refused'
                   WHEN t.to_at <= $2 THEN 'ended'
                   WHEN t.known = 'requested' THEN 'requested'
                   WHEN t.from_at > $2 THEN 'coming'
                   WHEN t.to_at <= $2 + interval '30 days' THEN 'ending' ELSE 'in_force' END AS stand
  FROM told t)
SELECT s.id, s.indicator, s.rule, s.perimeter_code, s.perimeter, array_to_string(s.subjects, ', ') AS subjects,
       cardinality(s.subjects) AS named, s.reason, s.compensation, s.requester, s.requested_at, s.from_at, s.to_at,
       CASE WHEN s.known <> 'requested' THEN s.approver END AS approver, CASE WHEN s.known <> 'requested' THEN s.decided_at END AS decided_at,
       CASE WHEN s.known <> 'requested' THEN s.decision ELSE '' END AS decision, s.ended_at,
       CASE WHEN s.ended_at IS NOT NULL THEN s.ended_by END AS ended_by, CASE WHEN s.ended_at IS NOT NULL THEN s.end_reason ELSE '' END AS end_reason,
       s.stand
FROM stood s
ORDER BY array_position(ARRAY['requested', 'ending', 'in_force', 'coming', 'ended', 'refused'], s.stand),
         CASE WHEN s.stand IN ('ended', 'refused') THEN NULL ELSE s.to_at END, s.to_at DESC, s.id;
