-- grouping_hashed: whether to group by hash even where the planner would sort: it takes an array of thirty instants for 8 KB, and would
-- sort a million backups rather than keep a few thousand blocks; and whether to compile what is run on several millions, where the server can
-- $1 boolean by hash; false: as the planner likes
-- role: vigie_collect
SELECT set_config('enable_sort', CASE WHEN $1::boolean THEN 'off' ELSE 'on' END, true) AS sort,
       set_config('jit', CASE WHEN $1 THEN 'on' ELSE 'off' END, true) AS jit, set_config('jit_above_cost', '2000000', true) AS above;
