-- board_targets: the targets of indicators that are in force at instants
-- $1 bigint perimeter; $2 text[] instants; $3 text[] codes
-- role: vigie_web
SELECT n.place::integer AS place, p.indicator, p.target
FROM unnest($2::text[]) WITH ORDINALITY n(at, place)
JOIN vg.threshold_period p ON p.during @> n.at::timestamptz
WHERE p.perimeter_id = $1 AND p.indicator = ANY ($3)
ORDER BY n.place, p.indicator;
