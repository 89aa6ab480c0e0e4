-- mail_failed: a message could not be sent
-- $1 bigint user
-- $2 timestamptz now
-- $3 text why, and behind it its words (struct vg_error in aggregator/core/error.h), each after a U+001F: a page says them in its reader's language
-- role: vigie_collect
UPDATE vg.mail_state AS s SET failures = s.failures + 1, failed_since = coalesce(s.failed_since, $2), tried_at = $2, error = $3 WHERE s.user_id = $1
