-- mail_take: takes somebody's turn until the end of the transaction; no row when another process has it, or nothing may be sent to them any more
-- $1 bigint user
-- role: vigie_collect
SELECT u.id, u.login, u.role, u.lang, u.email, u.email_at, coalesce(u.mail, vg.mail_default(u.role)) AS mail, s.settled_at, s.tried_at, s.failures
  FROM vg.mail_state AS s
  JOIN vg.app_user AS u ON u.id = s.user_id
 WHERE s.user_id = $1 AND u.enabled AND u.email IS NOT NULL AND coalesce(u.mail, vg.mail_default(u.role)) <> 'never'
   FOR UPDATE OF s SKIP LOCKED
