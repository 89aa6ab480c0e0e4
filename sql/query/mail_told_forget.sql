-- mail_told_forget: forgets what no longer waits for a person
-- $1 bigint user
-- $2 text[] the things that do
-- role: vigie_collect
DELETE FROM vg.mail_told AS t WHERE t.user_id = $1 AND t.thing <> ALL ($2::text[])
