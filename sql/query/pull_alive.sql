-- pull_alive: this session is about to pull a source: a lock that goes with the session, so that others see when it died
-- $1 bigint source
SELECT pg_catalog.pg_try_advisory_lock(7645, $1::bigint::integer) AS alone;
