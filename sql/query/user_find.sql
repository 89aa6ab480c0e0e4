-- user_find: the user of that login
-- $1 text login
SELECT u.id, u.login, u.name, u.role, u.enabled FROM vg.app_user AS u WHERE u.login = $1
