-- evaluation_settings: room to sort and hash. Sets are joined with sets: plans that go row by row would only be taken by mistake. They are
-- made for the parameters at hand; what is asked of some subjects has one plan for all of its runs (db/within.h).
-- Connections share the work, not workers of one.
-- role: vigie_collect
SELECT set_config('lock_timeout', '600s', true) AS lock_timeout, set_config('work_mem', '256MB', true) AS work_mem,
       set_config('hash_mem_multiplier', '4', true) AS hash_mem, set_config('max_parallel_workers_per_gather', '0', true) AS workers,
       set_config('timezone', 'UTC', true) AS timezone, set_config('enable_mergejoin', 'off', true) AS mergejoin,
       set_config('enable_nestloop', 'off', true) AS nestloop, set_config('plan_cache_mode', 'force_custom_plan', true) AS plans;
