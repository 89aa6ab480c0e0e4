-- mail_told: what a person was told at the address that they have; nothing of a clock that was set back since
-- $1 bigint user
-- $2 timestamptz now
-- role: vigie_collect
SELECT t.thing, t.step
  FROM vg.mail_told AS t
  JOIN vg.app_user AS u ON u.id = t.user_id
 WHERE t.user_id = $1 AND t.told_at >= u.email_at AND t.told_at <= $2::timestamptz + interval '1 day'
