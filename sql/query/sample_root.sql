-- sample_root: the root of the perimeters, when there is none yet
-- $1 text its name
INSERT INTO vg.perimeter (code, name) SELECT 'all', $1::text WHERE NOT EXISTS (SELECT FROM vg.perimeter WHERE parent_id IS NULL)
