-- board_to_do: how many alerts are open in a perimeter and below at an instant, how many waivers that bear on it are asked for and not decided
-- $1 bigint perimeter; $2 timestamptz instant
-- role: vigie_web
SELECT (SELECT count(*)
        FROM vg.dated_value v JOIN vg.perimeter_tree t ON t.ancestor_id = $1 AND t.descendant_id = v.perimeter_id
        WHERE v.indicator = 'alert_open' AND v.during @> $2::timestamptz AND coalesce(upper(v.during), 'infinity') > $2) AS alerts,
       (SELECT count(*)
        FROM vg.waiver w JOIN vg.perimeter_related r ON r.perimeter_id = $1 AND r.other_id = w.perimeter_id
        WHERE w.status = 'requested' AND w.requested_at <= $2 AND coalesce(w.until_at, upper(w.during)) > $2) AS waivers;
