-- evaluation_spoken: as evaluation_ratio, of a ratio that says of what time anything is told (`spoken` of its sheet): a subject is unknown the rest
-- of the time. The engine puts the indicator's statement where vg.spoken_row stands, and this where vg.given_row does.
-- $1 timestamptz as known at; $2 timestamptz start of the window
-- role: vigie_collect
SELECT g.perimeter_id, g.subject, g.label, g.judged * tstzmultirange(tstzrange($2::timestamptz, NULL)) AS judged, g.conforming, g.pending, g.spoken,
       g.sources, g.detail
FROM vg.spoken_row g
WHERE $1::timestamptz IS NOT NULL
