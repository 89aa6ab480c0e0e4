-- user_set_enabled: lets a user in or keeps them out, ending their sessions and links; no row when it would leave no administrator
-- $1 bigint user
-- $2 boolean enabled
WITH administrators AS (
  SELECT o.id FROM vg.app_user AS o WHERE o.role = 'administrator' AND o.enabled ORDER BY o.id FOR UPDATE
), others AS (
  SELECT count(*) AS n FROM administrators AS o WHERE o.id <> $1
), changed AS (
  UPDATE vg.app_user AS u SET enabled = $2
    FROM others
   WHERE u.id = $1 AND u.enabled <> $2 AND ($2 OR u.role <> 'administrator' OR others.n > 0)
  RETURNING u.id, u.login
), ended AS (
  DELETE FROM vg.session AS s USING changed WHERE s.user_id = changed.id
), unlinked AS (
  DELETE FROM vg.setup_link AS l USING changed WHERE l.user_id = changed.id AND NOT $2
)
SELECT changed.id, changed.login FROM changed
