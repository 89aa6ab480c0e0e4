-- coverage_add: when a kind was covered by a reading
-- $1 bigint source  $2 text kind  $3 bigint pull  $4 timestamptz from, NULL: since ever  $5 timestamptz to
INSERT INTO vg.coverage (source_id, kind, pull_id, during)
VALUES ($1::bigint, $2::text, $3::bigint, tstzrange($4::timestamptz, $5::timestamptz))
