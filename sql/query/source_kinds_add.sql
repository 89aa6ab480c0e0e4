-- source_kinds_add: which kinds a source gives
-- $1 bigint source  $2 text[] kinds
INSERT INTO vg.source_kind (source_id, kind) SELECT $1::bigint, unnest($2::text[])
