-- evaluation_settings: one evaluation at a time; room to sort and hash. Work tables have no statistics while they are filled, and sets
-- are joined with sets: plans that go row by row would only be taken by mistake.
-- role: vigie_collect
SELECT set_config('lock_timeout', '600s', true) AS lock_timeout, set_config('work_mem', '64MB', true) AS work_mem,
       set_config('timezone', 'UTC', true) AS timezone, set_config('enable_nestloop', 'off', true) AS nestloop,
       set_config('enable_mergejoin', 'off', true) AS mergejoin,
       pg_advisory_xact_lock(hashtext('vigie.evaluation')) IS NULL AS locked;
