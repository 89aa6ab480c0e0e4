-- evaluation_settings: one evaluation at a time; plans for one use, without compilation
SELECT pg_advisory_xact_lock(hashtext('vigie.evaluation')) IS NULL AS locked, set_config('jit', 'off', true) AS jit,
       set_config('work_mem', '64MB', true) AS work_mem, set_config('timezone', 'UTC', true) AS timezone;
