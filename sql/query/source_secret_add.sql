-- source_secret_add: a sealed secret; the former one was cleared before
-- $1 bigint source  $2 text option  $3 bytea sealed  $4 timestamptz now  $5 text actor
INSERT INTO vg.source_secret (source_id, option, sealed, set_at, set_by)
VALUES ($1::bigint, $2::text, $3::bytea, $4::timestamptz, $5::text)
