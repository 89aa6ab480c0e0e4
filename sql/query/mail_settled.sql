-- mail_settled: a person was told all that waits, or nothing new does
-- $1 bigint user
-- $2 timestamptz now
-- role: vigie_collect
UPDATE vg.mail_state AS s SET settled_at = $2, failures = 0, failed_since = NULL, tried_at = NULL, error = '' WHERE s.user_id = $1
