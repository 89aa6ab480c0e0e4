-- pull_over: this session no longer pulls a source
-- $1 bigint source
SELECT pg_catalog.pg_advisory_unlock(7645, $1::bigint::integer) AS held;
