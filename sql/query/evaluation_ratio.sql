-- evaluation_ratio: what a ratio says of its subjects. The engine puts the indicator's statement where vg.ratio_row stands, and this where
-- vg.given_row does.
-- $1 timestamptz as known at; $2 timestamptz start of the window
-- role: vigie_collect
SELECT g.perimeter_id, g.subject, g.label, g.judged * tstzmultirange(tstzrange($2::timestamptz, NULL)) AS judged, g.conforming, g.pending,
       '{(,)}'::tstzmultirange AS spoken, g.sources, g.detail
FROM vg.ratio_row g
WHERE $1::timestamptz IS NOT NULL
