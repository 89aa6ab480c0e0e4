-- user_set_mail: where and how often somebody is written to; no row when it is so already
-- $1 bigint user
-- $2 text e-mail address or NULL
-- $3 text never, daily, weekly
-- $4 timestamptz now
UPDATE vg.app_user AS u
   SET email = $2, mail = nullif($3, vg.mail_default(u.role)),
       email_at = CASE WHEN $2::text IS NULL THEN NULL WHEN $2 = u.email THEN u.email_at ELSE $4 END
 WHERE u.id = $1 AND (u.email IS DISTINCT FROM $2 OR u.mail IS DISTINCT FROM nullif($3, vg.mail_default(u.role)))
RETURNING u.id, u.login
