-- mail_told_add: what a person has just been told
-- $1 bigint user
-- $2 text[] things
-- $3 bigint[] steps
-- $4 timestamptz now
-- role: vigie_collect
INSERT INTO vg.mail_told (user_id, thing, step, told_at)
SELECT $1, i.thing, min(i.step)::integer, $4 FROM unnest($2::text[], $3::bigint[]) AS i (thing, step) GROUP BY i.thing
ON CONFLICT (user_id, thing) DO UPDATE SET step = EXCLUDED.step, told_at = EXCLUDED.told_at
