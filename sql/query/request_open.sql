-- request_open: what a web request needs to know, in one row: session, user, evaluation, perimeter
-- $1 bytea hash of the session's token, or NULL
-- $2 timestamptz now
-- $3 text code of the perimeter wanted, or NULL for the root
SELECT u.id AS user_id, u.login, u.name AS user_name, u.role, u.lang, u.theme, s.csrf,
       s.seen_at, s.ends_at, s.seen_at < $2 - interval '1 minute' AS unseen,
       e.id AS evaluation_id, e.known_at AS evaluated_at,
       p.id AS perimeter_id, p.code AS perimeter_code, p.name AS perimeter_name
  FROM (SELECT 1) AS always
  LEFT JOIN vg.perimeter AS p ON ($3::text IS NULL AND p.parent_id IS NULL) OR p.code = $3::text
  LEFT JOIN vg.session AS s ON s.token_hash = $1 AND s.ends_at > $2
  LEFT JOIN vg.app_user AS u
    ON u.id = s.user_id AND u.enabled
   AND s.seen_at > $2 - CASE WHEN u.role = 'administrator' THEN interval '15 minutes' ELSE interval '30 minutes' END
  LEFT JOIN vg.evaluation AS e
    ON e.id = (SELECT v.id FROM vg.evaluation AS v WHERE v.status = 'ok' ORDER BY v.id DESC LIMIT 1)
