-- user_add: a new user, without a password
-- $1 text login
-- $2 text name
-- $3 text role
-- $4 text language
-- $5 timestamptz now
-- $6 text e-mail address or NULL
-- $7 text how often they are written to, NULL: as the role says
INSERT INTO vg.app_user (login, name, role, lang, created_at, email, email_at, mail)
VALUES ($1, $2, $3, $4, $5::timestamptz, $6::text, CASE WHEN $6::text IS NOT NULL THEN $5::timestamptz END, nullif($7, vg.mail_default($3))) RETURNING id
