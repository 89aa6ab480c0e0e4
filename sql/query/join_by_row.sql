-- join_by_row: whether joins may go row by row, as some subjects want it, or not, as sets do
-- $1 boolean by row
-- role: vigie_collect
SELECT set_config('enable_nestloop', CASE WHEN $1 THEN 'on' ELSE 'off' END, true) AS nestloop;
