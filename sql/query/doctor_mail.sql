-- doctor_mail: how many people there is somewhere to write to; how many messages could not be sent yet, since when, what was said last: in
-- English, and as its words ('' when they were not kept)
-- role: vigie_web
SELECT m.people, m.waiting, m.since, split_part(m.error, chr(31), 1) AS error, coalesce(substring(m.error FROM chr(31) || '.*'), '') AS error_words
  FROM (
    SELECT count(*) AS people, count(s.tried_at) AS waiting, min(s.failed_since) AS since,
           coalesce((array_agg(s.error ORDER BY s.tried_at DESC) FILTER (WHERE s.tried_at IS NOT NULL))[1], '') AS error
      FROM vg.app_user AS u
      LEFT JOIN vg.mail_state AS s ON s.user_id = u.id AND s.tried_at >= u.email_at
     WHERE u.enabled AND u.email IS NOT NULL AND coalesce(u.mail, vg.mail_default(u.role)) <> 'never') AS m
