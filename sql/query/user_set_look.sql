-- user_set_look: the language and theme a user likes
-- $1 bigint user
-- $2 text language
-- $3 text theme
UPDATE vg.app_user AS u SET lang = $2, theme = $3 WHERE u.id = $1
