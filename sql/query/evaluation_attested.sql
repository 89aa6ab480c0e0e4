-- evaluation_attested: what persons attest of subjects. The engine puts the indicator's statement where vg.attested_row stands, and this
-- where vg.given_row does.
-- $1 timestamptz as known at; $2 timestamptz start of the window
-- role: vigie_collect
SELECT g.perimeter_id, g.subject, g.label, g.judged * tstzmultirange(tstzrange($2::timestamptz, NULL)) AS judged, g.conforming,
       '{}'::tstzmultirange AS pending, g.spoken, NULL::bigint[] AS sources, g.detail
FROM vg.attested_row g
WHERE $1::timestamptz IS NOT NULL
