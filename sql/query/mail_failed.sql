-- mail_failed: a message could not be sent
-- $1 bigint user
-- $2 timestamptz now
-- $3 text what the mail server said
-- role: vigie_collect
UPDATE vg.mail_state AS s SET failures = s.failures + 1, failed_since = coalesce(s.failed_since, $2), tried_at = $2, error = $3 WHERE s.user_id = $1
