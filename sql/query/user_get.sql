-- user_get: one user
-- $1 bigint user
SELECT u.id, u.login, u.name, u.role, u.enabled, u.lang, u.theme, u.password_hash, u.password_at, u.last_login_at, u.email,
       coalesce(u.mail, vg.mail_default(u.role)) AS mail
  FROM vg.app_user AS u
 WHERE u.id = $1
