-- mail_people: whom there is somewhere to write to, those whose last messages failed the least first
-- role: vigie_collect
SELECT u.id, u.login, u.role, u.lang, u.email, u.email_at, coalesce(u.mail, vg.mail_default(u.role)) AS mail, s.settled_at, s.tried_at,
       coalesce(s.failures, 0) AS failures
  FROM vg.app_user AS u
  LEFT JOIN vg.mail_state AS s ON s.user_id = u.id
 WHERE u.enabled AND u.email IS NOT NULL AND coalesce(u.mail, vg.mail_default(u.role)) <> 'never'
 ORDER BY coalesce(s.failures, 0), u.id
