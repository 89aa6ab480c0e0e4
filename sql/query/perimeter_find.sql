-- perimeter_find: a perimeter by its code
-- $1 text code
SELECT id, name, is_sample FROM vg.perimeter WHERE code = $1::text
