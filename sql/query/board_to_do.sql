-- board_to_do: how many alerts are open in a perimeter and below at an instant; how many waivers and statements of applicability that bear on it
-- are asked for and not decided
-- $1 bigint perimeter; $2 timestamptz instant
-- role: vigie_web, role: vigie_collect
WITH related AS MATERIALIZED (
  SELECT r.other_id AS perimeter_id FROM vg.perimeter_related r WHERE r.perimeter_id = $1)
SELECT (SELECT count(*)
        FROM vg.dated_value v JOIN vg.perimeter_tree t ON t.ancestor_id = $1 AND t.descendant_id = v.perimeter_id
        WHERE v.indicator = 'alert_open' AND v.during @> $2::timestamptz AND coalesce(upper(v.during), 'infinity') > $2) AS alerts,
       (SELECT count(*) FROM vg.waiver w JOIN related r USING (perimeter_id)
        WHERE w.status = 'requested' AND w.requested_at <= $2 AND coalesce(w.until_at, upper(w.during)) > $2) AS waivers,
       (SELECT count(*) FROM vg.applicability_request q JOIN related r USING (perimeter_id)
        WHERE q.status = 'requested' AND q.asked_at <= $2) AS statements;
