-- sample_unlock
SELECT pg_advisory_unlock(7304, 1) AS released
