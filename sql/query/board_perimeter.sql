-- board_perimeter: one perimeter
-- $1 text its code; NULL: the root
-- role: vigie_web
SELECT p.id, p.parent_id, p.code, p.name, p.is_sample, d.depth
FROM vg.perimeter p JOIN vg.perimeter_depth d ON d.perimeter_id = p.id
WHERE CASE WHEN $1::text IS NULL THEN p.parent_id IS NULL ELSE p.code = $1 END;
