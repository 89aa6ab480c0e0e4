-- session_close: ends one session
-- $1 bytea hash of the token
DELETE FROM vg.session AS s WHERE s.token_hash = $1
