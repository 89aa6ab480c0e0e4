-- user_count_ready: how many enabled administrators have a password
SELECT count(*) AS ready FROM vg.app_user AS u WHERE u.role = 'administrator' AND u.enabled AND u.password_hash IS NOT NULL
