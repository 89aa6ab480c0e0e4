-- session_open: a new session; the user's fifth-last and older ones end, so do all that are over
-- $1 bytea hash of the token
-- $2 bigint user
-- $3 bytea CSRF token
-- $4 timestamptz now
-- $5 timestamptz when it ends whatever happens
-- $6 text address of the client
WITH ended AS (
  DELETE FROM vg.session AS s
   WHERE s.ends_at <= $4
      OR s.token_hash IN (SELECT o.token_hash FROM vg.session AS o WHERE o.user_id = $2 ORDER BY o.created_at DESC, o.token_hash OFFSET 4)
), seen AS (
  UPDATE vg.app_user AS u SET last_login_at = $4 WHERE u.id = $2
)
INSERT INTO vg.session (token_hash, user_id, csrf, created_at, seen_at, ends_at, address)
VALUES ($1, $2, $3, $4, $4, $5, $6)
