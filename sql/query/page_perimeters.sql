-- page_perimeters: the tree of perimeters, depth first, children by name
WITH RECURSIVE tree AS (
  SELECT p.id, p.code, p.name, 0 AS depth, ARRAY[p.name] AS path FROM vg.perimeter p WHERE p.parent_id IS NULL
  UNION ALL
  SELECT p.id, p.code, p.name, t.depth + 1, t.path || p.name FROM vg.perimeter p JOIN tree t ON p.parent_id = t.id)
SELECT id, code, name, depth FROM tree ORDER BY path
