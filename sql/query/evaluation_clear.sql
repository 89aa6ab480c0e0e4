-- evaluation_clear: empties the work tables; row by row, since a TRUNCATE waits for the disk
-- role: vigie_collect
WITH line AS (
  DELETE FROM vg.timeline_next),
figure AS (
  DELETE FROM vg.figure_next)
DELETE FROM vg.dated_value_next;
