-- pull_close: ends a pull that is running (or, for a person's answer, suspect)
-- $1 bigint pull  $2 text status  $3 timestamptz finished_at  $4 integer read  $5 integer opened  $6 integer changed
-- $7 integer vanished  $8 integer rejected  $9 text error code  $10 text message  $11 text hint
-- $12 text words of the message  $13 text words of the hint
UPDATE vg.pull SET status = $2::text, finished_at = $3::timestamptz, read = $4::integer, opened = $5::integer,
  changed = $6::integer, vanished = $7::integer, rejected = $8::integer, error_code = $9::text, message = $10::text,
  hint = $11::text, message_words = $12::text, hint_words = $13::text
WHERE id = $1::bigint AND status IN ('running', 'suspect') RETURNING id
