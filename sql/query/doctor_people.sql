-- doctor_people: administrators who can sign in, people whose link has ended, accounts unused for 90 days
-- $1 timestamptz now
-- role: vigie_web
SELECT count(*) FILTER (WHERE u.role = 'administrator' AND u.password_hash IS NOT NULL) AS administrators,
       string_agg(u.login, ', ' ORDER BY u.login) FILTER (WHERE u.password_hash IS NULL AND NOT EXISTS (
         SELECT FROM vg.setup_link l WHERE l.user_id = u.id AND l.expires_at > $1)) AS without_link,
       string_agg(u.login, ', ' ORDER BY u.login) FILTER (WHERE u.password_hash IS NOT NULL
         AND greatest(u.last_login_at, u.password_at, u.created_at) < $1::timestamptz - interval '90 days') AS unused
FROM vg.app_user u
WHERE u.enabled;
