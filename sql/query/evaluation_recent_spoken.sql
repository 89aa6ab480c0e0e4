-- evaluation_recent_spoken: as evaluation_recent, of a ratio that says of what time anything is told: what was told once stays told. The engine
-- puts the indicator's statement where vg.spoken_row stands, and this where vg.given_row does.
-- $1 timestamptz as known at; $2 timestamptz and $3 timestamptz the window; $4 text[] subjects; $5 text indicator; $6 timestamptz that instant
-- role: vigie_collect
WITH kept AS MATERIALIZED (
  SELECT k.perimeter_id, k.subject, k.conforming * c.before AS conforming, k.pending * c.before AS pending, k.spoken, k.sources
  FROM vg.given k
  CROSS JOIN (SELECT tstzmultirange(tstzrange(NULL, $6::timestamptz)) AS before) c
  WHERE k.indicator = $5::text AND ($4::text[] IS NULL OR k.subject = ANY ($4)))
SELECT g.perimeter_id, g.subject, g.label, g.judged * tstzmultirange(tstzrange($2::timestamptz, NULL)) AS judged,
       coalesce(k.conforming, '{}') + g.conforming * tstzmultirange(tstzrange($6, NULL)) AS conforming,
       coalesce(k.pending, '{}') + g.pending * tstzmultirange(tstzrange($6, NULL)) AS pending,
       coalesce(k.spoken, '{}') + g.spoken * tstzmultirange(tstzrange($6, NULL)) AS spoken,
       CASE WHEN k.sources IS NULL OR k.sources <@ g.sources THEN g.sources
            ELSE (SELECT array_agg(DISTINCT s.id) FROM unnest(k.sources || g.sources) s(id)) END AS sources, g.detail
FROM vg.spoken_row g
LEFT JOIN kept k USING (perimeter_id, subject)
WHERE $1::timestamptz IS NOT NULL AND $3::timestamptz IS NOT NULL
