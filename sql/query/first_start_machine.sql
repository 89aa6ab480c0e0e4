-- first_start_machine: the perimeter of this very machine
-- $1 text its name
INSERT INTO vg.perimeter (parent_id, code, name)
SELECT id, 'this-machine', left($1::text, 200) FROM vg.perimeter WHERE parent_id IS NULL
ON CONFLICT (code) DO NOTHING;
