-- setup_link_add: a one-time link to choose a password; earlier ones of that user, and all that are over, are forgotten
-- $1 bytea hash of the token
-- $2 bigint user
-- $3 timestamptz until when it works
-- $4 timestamptz now
WITH forgotten AS (
  DELETE FROM vg.setup_link AS l WHERE l.user_id = $2 OR l.expires_at <= $4
)
INSERT INTO vg.setup_link (token_hash, user_id, expires_at) VALUES ($1, $2, $3)
