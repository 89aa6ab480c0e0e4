-- user_set_role: changes a role and ends the user's sessions; no row when it would leave no administrator, or changes nothing
-- $1 bigint user
-- $2 text role
WITH administrators AS (
  SELECT o.id FROM vg.app_user AS o WHERE o.role = 'administrator' AND o.enabled ORDER BY o.id FOR UPDATE
), others AS (
  SELECT count(*) AS n FROM administrators AS o WHERE o.id <> $1
), changed AS (
  UPDATE vg.app_user AS u SET role = $2
    FROM others
   WHERE u.id = $1 AND u.role <> $2 AND (u.role <> 'administrator' OR NOT u.enabled OR others.n > 0)
  RETURNING u.id, u.login
), ended AS (
  DELETE FROM vg.session AS s USING changed WHERE s.user_id = changed.id
)
SELECT changed.id, changed.login FROM changed
