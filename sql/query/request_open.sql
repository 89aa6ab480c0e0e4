-- request_open: what a web request needs to know, in one row: session, user, evaluation, perimeter
-- $1 bytea hash of the session's token, or NULL
-- $2 timestamptz now
-- $3 text code of the perimeter wanted, or NULL for the root
WITH live AS (
  SELECT s.token_hash, s.csrf, s.seen_at, u.id, u.login, u.name, u.role, u.lang, u.theme
    FROM vg.session AS s
    JOIN vg.app_user AS u ON u.id = s.user_id
   WHERE s.token_hash = $1 AND u.enabled AND s.ends_at > $2
     AND s.seen_at > $2 - CASE WHEN u.role = 'administrator' THEN interval '15 minutes' ELSE interval '30 minutes' END
), touched AS (
  UPDATE vg.session AS s SET seen_at = $2
    FROM live
   WHERE s.token_hash = live.token_hash AND live.seen_at < $2 - interval '1 minute'
)
SELECT live.id AS user_id, live.login, live.name AS user_name, live.role, live.lang, live.theme, live.csrf,
       e.id AS evaluation_id, e.known_at AS evaluated_at,
       p.id AS perimeter_id, p.code AS perimeter_code, p.name AS perimeter_name
  FROM (SELECT 1) AS always
  LEFT JOIN live ON true
  LEFT JOIN LATERAL (SELECT v.id, v.known_at FROM vg.evaluation AS v WHERE v.status = 'ok' ORDER BY v.id DESC LIMIT 1) AS e ON true
  LEFT JOIN LATERAL (
    SELECT r.id, r.code, r.name FROM vg.perimeter AS r WHERE $3::text IS NULL AND r.parent_id IS NULL
    UNION ALL
    SELECT c.id, c.code, c.name FROM vg.perimeter AS c WHERE c.code = $3::text) AS p ON true
