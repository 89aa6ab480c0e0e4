-- differs: whether anything differs. The engine puts a statement that gives differences where vg.difference stands; it is worked out whole,
-- since a plan for its first row would be another one.
-- role: vigie_collect
WITH difference AS MATERIALIZED (
  SELECT 1 FROM vg.difference d)
SELECT EXISTS (SELECT FROM difference) AS differs;
