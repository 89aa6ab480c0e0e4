-- journal_list: who did what, the last first, with the source or the user that it is about when they still exist
-- $1 timestamptz until, excluded  $2 timestamptz from, or NULL  $3 text actor, or NULL  $4 text action, or NULL
-- $5 text what the object contains, or NULL  $6 bigint how many, or NULL for all  $7 bigint after how many
-- role: vigie_web
SELECT j.id, j.at, j.actor, j.action, j.object, j.address, s.id AS source_id, u.id AS user_id, count(*) OVER () AS total,
       j.detail::text AS detail
FROM vg.journal j
LEFT JOIN vg.source s ON j.object = 'source ' || s.code
LEFT JOIN vg.app_user u ON j.object = 'user ' || u.login
WHERE j.at < $1::timestamptz AND ($2::timestamptz IS NULL OR j.at >= $2::timestamptz) AND ($3::text IS NULL OR j.actor = $3::text)
  AND ($4::text IS NULL OR j.action = $4::text) AND ($5::text IS NULL OR strpos(lower(j.object), lower($5::text)) > 0)
ORDER BY j.at DESC, j.id DESC
LIMIT $6::bigint OFFSET $7::bigint;
