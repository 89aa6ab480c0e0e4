-- own_given_summary: what an indicator of the organisation says at an instant, before freshness and waivers
-- $1 timestamptz the instant
-- role: vigie_collect
SELECT p.code AS perimeter, count(*) AS total, count(*) FILTER (WHERE g.judged @> $1::timestamptz OR g.during @> $1::timestamptz) AS present,
       count(*) FILTER (WHERE (g.judged * g.conforming - g.pending) @> $1::timestamptz) AS conforming,
       count(*) FILTER (WHERE (g.judged * g.pending) @> $1::timestamptz) AS pending,
       min(g.value) FILTER (WHERE g.during @> $1::timestamptz) AS least, max(g.value) FILTER (WHERE g.during @> $1::timestamptz) AS most
FROM vg.own_given g
JOIN vg.perimeter p ON p.id = g.perimeter_id
GROUP BY p.code
ORDER BY p.code;
