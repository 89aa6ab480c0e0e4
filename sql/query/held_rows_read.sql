-- held_rows_read: some rows of a suspect pull
-- $1 bigint pull  $2 text kind  $3 integer ord
SELECT rows FROM vg.held_rows WHERE pull_id = $1::bigint AND kind = $2::text AND ord = $3::integer
