-- mail_state_add: makes the row of each person that there is somewhere to write to, who has none
-- role: vigie_collect
INSERT INTO vg.mail_state (user_id)
SELECT u.id FROM vg.app_user AS u
 WHERE u.email IS NOT NULL AND NOT EXISTS (SELECT FROM vg.mail_state AS s WHERE s.user_id = u.id)
ON CONFLICT (user_id) DO NOTHING
