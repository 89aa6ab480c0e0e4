-- setup_link_get: whose password a link lets choose
-- $1 bytea hash of the token
-- $2 timestamptz now
SELECT u.id, u.login, u.name, u.role
  FROM vg.setup_link AS l
  JOIN vg.app_user AS u ON u.id = l.user_id
 WHERE l.token_hash = $1 AND l.expires_at > $2 AND u.enabled
