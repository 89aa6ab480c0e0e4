-- session_seen: the session was used (at most once a minute)
-- $1 bytea hash of the token
-- $2 timestamptz now
UPDATE vg.session AS s SET seen_at = $2 WHERE s.token_hash = $1
