-- deviation_get: the deviation of a subject that contains an instant, what of it was waived, and what followed
-- $1 text indicator; $2 bigint perimeter; $3 text subject; $4 timestamptz instant
-- role: vigie_web
SELECT v.label, p.name AS perimeter, p.code AS perimeter_code, lower(r) AS from_at, upper(r) AS to_at,
       CASE WHEN lower(r) = last.began THEN v.detail END AS detail, v.waived && r AS waived, v.waived @> r AS waived_whole,
       CASE WHEN coalesce(upper(r), 'infinity') = 'infinity' THEN '' WHEN v.conforming @> upper(r) THEN 'conforming' WHEN v.unknown @> upper(r) THEN 'unknown'
            WHEN v.pending @> upper(r) THEN 'pending' ELSE 'outside' END AS followed
FROM vg.verdict v
JOIN vg.perimeter p ON p.id = v.perimeter_id
CROSS JOIN LATERAL unnest(v.deviating) r
CROSS JOIN LATERAL (SELECT max(lower(x)) AS began FROM unnest(v.deviating) x) last
WHERE v.indicator = $1 AND v.perimeter_id = $2 AND v.subject = $3 AND r @> $4::timestamptz;
