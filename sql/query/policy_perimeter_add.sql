-- policy_perimeter_add: a perimeter of a pack that does not exist yet, below its parent or right below the root
-- $1 text code; $2 text name; $3 text code of the parent, or NULL
INSERT INTO vg.perimeter (code, name, parent_id)
SELECT $1, $2, p.id FROM vg.perimeter p WHERE CASE WHEN $3::text IS NULL THEN p.parent_id IS NULL ELSE p.code = $3 END
ON CONFLICT (code) DO NOTHING;
