-- own_given_add: rows that an indicator of the organisation returned
-- $1 text[] perimeters; $2 text[] subjects; $3 text[] labels; $4 text[] judged; $5 text[] conforming; $6 text[] pending; $7 text[] spoken
-- $8 text[] sources; $9 text[] values; $10 text[] during; $11 text[] details
-- role: vigie_collect
INSERT INTO vg.own_given (perimeter_id, subject, label, judged, conforming, pending, spoken, sources, value, during, detail)
SELECT n.perimeter::bigint, n.subject, n.label, n.judged::tstzmultirange, n.conforming::tstzmultirange, n.pending::tstzmultirange,
       n.spoken::tstzmultirange, n.sources::bigint[], n.value::numeric, n.during::tstzrange, n.detail
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[])
  n(perimeter, subject, label, judged, conforming, pending, spoken, sources, value, during, detail);
