-- evaluation_lock: one evaluation at a time
-- role: vigie_collect
SELECT pg_advisory_xact_lock(hashtext('vigie.evaluation')) IS NULL AS locked;
