-- user_names: what to call the users of Vigie
-- role: vigie_web
SELECT u.login, u.name FROM vg.app_user u ORDER BY u.login;
