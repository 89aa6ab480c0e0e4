-- perimeter_below: a perimeter and all below it: where a source may put records
-- $1 bigint perimeter
SELECT p.id, p.code, p.name FROM vg.perimeter_tree t JOIN vg.perimeter p ON p.id = t.descendant_id
WHERE t.ancestor_id = $1::bigint ORDER BY p.code COLLATE "C"
