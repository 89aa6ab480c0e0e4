-- held_rows_add: some rows of a suspect pull
-- $1 bigint pull  $2 text kind  $3 integer ord  $4 bytea rows
INSERT INTO vg.held_rows (pull_id, kind, ord, rows) VALUES ($1::bigint, $2::text, $3::integer, $4::bytea)
