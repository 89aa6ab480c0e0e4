-- register_say: somebody says something of what is entered in a source; held until the transaction ends, so that two do not write at once
-- $1 bigint source  $2 timestamptz now  $3 text who
INSERT INTO vg.register AS r (source_id, said_at, said_by) VALUES ($1::bigint, $2::timestamptz, $3::text)
ON CONFLICT (source_id) DO UPDATE SET said_at = greatest(r.said_at, excluded.said_at), said_by = excluded.said_by
