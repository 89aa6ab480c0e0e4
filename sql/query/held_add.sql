-- held_add: a kind of a suspect pull
-- $1 bigint pull  $2 text kind  $3 boolean complete  $4 boolean may_be_empty  $5 timestamptz covered from  $6 timestamptz to
INSERT INTO vg.held (pull_id, kind, complete, may_be_empty, during)
VALUES ($1::bigint, $2::text, $3::boolean, $4::boolean, tstzrange($5::timestamptz, $6::timestamptz))
