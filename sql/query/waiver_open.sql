-- waiver_open: the request of a person that waits for a decision already, of the same thing, subjects and perimeter
-- $1 text indicator or NULL; $2 text rule or NULL; $3 bigint perimeter; $4 text[] subjects, empty: all; $5 text requester
-- $6 timestamptz the present instant
-- role: vigie_web
SELECT w.id FROM vg.waiver w
WHERE w.status = 'requested' AND w.requester = $5 AND upper(w.during) > $6 AND w.perimeter_id = $3
  AND (w.indicator, w.rule) IS NOT DISTINCT FROM ($1::text, $2::text)
  AND coalesce(w.subjects, '{}') @> $4::text[] AND coalesce(w.subjects, '{}') <@ $4::text[]
ORDER BY w.id LIMIT 1;
