-- sample_lock: one load or removal at a time; held until the connection ends or sample_unlock
SELECT pg_try_advisory_lock(7304, 1) AS taken
