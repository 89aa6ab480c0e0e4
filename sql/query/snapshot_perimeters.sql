-- snapshot_perimeters: the tree of perimeters as board_perimeters has it; page_place: its place in page_perimeters
-- role: vigie_web
WITH RECURSIVE t AS (
  SELECT p.id, p.parent_id, p.code, p.name, p.is_sample, 0 AS depth, ARRAY[lower(p.name), p.code] AS place, ARRAY[p.name] AS path
  FROM vg.perimeter p WHERE p.parent_id IS NULL
  UNION ALL
  SELECT p.id, p.parent_id, p.code, p.name, p.is_sample, t.depth + 1, t.place || ARRAY[lower(p.name), p.code], t.path || p.name
  FROM t JOIN vg.perimeter p ON p.parent_id = t.id)
SELECT t.id, t.parent_id, t.code, t.name, t.is_sample, t.depth, row_number() OVER (ORDER BY t.path) - 1 AS page_place FROM t ORDER BY t.place;
