-- setup_link_use: takes the link away, whoever is first
-- $1 bytea hash of the token
-- $2 timestamptz now
DELETE FROM vg.setup_link AS l WHERE l.token_hash = $1 AND l.expires_at > $2 RETURNING l.user_id
