-- grouping_hashed: whether to group by hash even where the planner would sort: it takes an array of thirty instants for 8 KB, and would
-- sort a million backups rather than keep a few thousand blocks
-- $1 boolean by hash; false: as the planner likes
-- role: vigie_collect
SELECT set_config('enable_sort', CASE WHEN $1::boolean THEN 'off' ELSE 'on' END, true) AS sort;
