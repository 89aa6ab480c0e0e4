-- reject_add: the reject list of a pull
-- $1 bigint pull  $2 text[] places  $3 text[] kinds  $4 text[] keys  $5 text[] reasons
-- $6 text[] words of the reasons, '' for none
INSERT INTO vg.reject (pull_id, ord, place, kind, key, reason, reason_words)
SELECT $1::bigint, u.ord, u.place, u.kind, u.key, u.reason, nullif(u.words, '')
FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
     WITH ORDINALITY AS u(place, kind, key, reason, words, ord)
