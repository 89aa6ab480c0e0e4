-- evaluation_settings: one evaluation at a time; room to sort, UTC
-- role: vigie_collect
SELECT set_config('lock_timeout', '600s', true) AS lock_timeout, set_config('work_mem', '64MB', true) AS work_mem,
       set_config('timezone', 'UTC', true) AS timezone, pg_advisory_xact_lock(hashtext('vigie.evaluation')) IS NULL AS locked;
