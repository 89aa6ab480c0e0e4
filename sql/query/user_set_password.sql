-- user_set_password: keeps the new hash, ends the user's sessions and set-up links
-- $1 bigint user
-- $2 text hash
-- $3 timestamptz now
WITH ended AS (
  DELETE FROM vg.session AS s WHERE s.user_id = $1
), unlinked AS (
  DELETE FROM vg.setup_link AS l WHERE l.user_id = $1
)
UPDATE vg.app_user AS u SET password_hash = $2, password_at = $3 WHERE u.id = $1
