-- entry_add: a new entry
-- $1 bigint source  $2 text key  $3 boolean whether it was typed  $4 text perimeter  $5 jsonb fields  $6 timestamptz now  $7 text who
INSERT INTO vg.entry (source_id, key, own_key, perimeter, fields, entered_at, entered_by, changed_at, changed_by)
VALUES ($1::bigint, $2::text, $3::boolean, $4::text, $5::jsonb, $6::timestamptz, $7::text, $6::timestamptz, $7::text)
RETURNING id
