-- attestation_add: what a person saw; counts once read over
-- $1 text control  $2 bigint perimeter  $3 text subject  $4 text result  $5 numeric share or NULL  $6 text statement
-- $7 timestamptz attested at  $8 integer days of validity  $9 text author  $10 timestamptz now
INSERT INTO vg.attestation (control, perimeter_id, subject, result, share, statement, attested_at, valid_until, author, written_at)
VALUES ($1::text, $2::bigint, $3::text, $4::text, $5::numeric, $6::text, $7::timestamptz,
        $7::timestamptz + make_interval(days => $8::integer), $9::text, $10::timestamptz)
RETURNING id
