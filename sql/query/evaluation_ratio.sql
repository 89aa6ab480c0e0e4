-- evaluation_ratio: what a ratio says of its subjects. The engine puts the indicator's statement where vg.ratio_row stands.
-- $1 timestamptz as known at; $2 timestamptz and $3 timestamptz the window; $4 text[] subjects or NULL
-- $5 text indicator
-- role: vigie_collect
INSERT INTO vg.given (indicator, perimeter_id, subject, label, judged, conforming, pending, spoken, sources, detail)
SELECT $5::text, g.perimeter_id, g.subject, g.label, g.judged * tstzmultirange(tstzrange($2::timestamptz, NULL)), g.conforming, g.pending,
       '{(,)}', g.sources, g.detail
FROM vg.ratio_row g
WHERE $1::timestamptz IS NOT NULL AND $3::timestamptz IS NOT NULL AND ($4::text[] IS NULL OR g.subject = ANY ($4));
