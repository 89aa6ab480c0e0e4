-- user_add: a new user, without a password
-- $1 text login
-- $2 text name
-- $3 text role
-- $4 text language
-- $5 timestamptz now
INSERT INTO vg.app_user (login, name, role, lang, created_at) VALUES ($1, $2, $3, $4, $5) RETURNING id
