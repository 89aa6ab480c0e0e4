-- session_revoke: ends all sessions of a user
-- $1 bigint user
DELETE FROM vg.session AS s WHERE s.user_id = $1
