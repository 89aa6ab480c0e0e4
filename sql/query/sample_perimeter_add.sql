-- sample_perimeter_add: a perimeter of the sample
-- $1 text code  $2 text name  $3 text code of its parent
INSERT INTO vg.perimeter (code, name, parent_id, is_sample)
SELECT $1::text, $2::text, p.id, true FROM vg.perimeter p WHERE p.code = $3::text
