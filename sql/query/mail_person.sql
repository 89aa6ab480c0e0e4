-- mail_person: one person as mail_people gives them, whether there is somewhere to write to or not
-- $1 text login
-- role: vigie_collect
SELECT u.id, u.login, u.role, u.lang, u.email, u.email_at, coalesce(u.mail, vg.mail_default(u.role)) AS mail, s.settled_at, s.tried_at,
       coalesce(s.failures, 0) AS failures
  FROM vg.app_user AS u
  LEFT JOIN vg.mail_state AS s ON s.user_id = u.id
 WHERE u.login = $1
