-- user_list: all users of Vigie
-- $1 timestamptz now
SELECT u.id, u.login, u.name, u.role, u.enabled, u.password_hash IS NOT NULL AS has_password, u.created_at, u.last_login_at,
       EXISTS (SELECT 1 FROM vg.setup_link AS l WHERE l.user_id = u.id AND l.expires_at > $1) AS has_link
  FROM vg.app_user AS u
 ORDER BY u.enabled DESC, u.login
