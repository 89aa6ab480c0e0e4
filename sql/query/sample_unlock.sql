-- sample_unlock: lets another load the sample
SELECT pg_advisory_unlock(7304, 1) AS released
