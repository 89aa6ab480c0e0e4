-- board_majors: of the incidents of the quarter, how many are major (critical or high) at instants
-- $1 bigint perimeter; $2 text[] instants
-- role: vigie_web
SELECT n.place::integer AS place, count(v.subject)::integer AS major
FROM unnest($2::text[]) WITH ORDINALITY n(at, place)
LEFT JOIN (vg.dated_value v JOIN vg.perimeter_tree t ON t.ancestor_id = $1 AND t.descendant_id = v.perimeter_id)
  ON v.indicator = 'incident_quarter' AND v.detail IN ('critical', 'high') AND v.during @> n.at::timestamptz
GROUP BY n.place ORDER BY n.place;
