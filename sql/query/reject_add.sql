-- reject_add: the reject list of a pull
-- $1 bigint pull  $2 text[] places  $3 text[] kinds  $4 text[] keys  $5 text[] reasons
INSERT INTO vg.reject (pull_id, ord, place, kind, key, reason)
SELECT $1::bigint, u.ord, u.place, u.kind, u.key, u.reason
FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) WITH ORDINALITY AS u(place, kind, key, reason, ord)
