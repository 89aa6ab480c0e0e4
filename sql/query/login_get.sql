-- login_get: the user who signs in
-- $1 text login
SELECT u.id, u.login, u.role, u.password_hash, u.enabled, u.password_at, u.lang
  FROM vg.app_user AS u
 WHERE u.login = $1
