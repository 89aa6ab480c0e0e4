-- entry_change: another content of an entry
-- $1 bigint entry  $2 text key  $3 boolean whether it was typed  $4 text perimeter  $5 jsonb fields  $6 timestamptz now  $7 text who
UPDATE vg.entry SET key = $2::text, own_key = $3::boolean, perimeter = $4::text, fields = $5::jsonb, version = version + 1,
  changed_at = $6::timestamptz, changed_by = $7::text
WHERE id = $1::bigint
RETURNING id
