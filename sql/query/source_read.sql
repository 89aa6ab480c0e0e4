-- source_read: one source, by id or by code
-- $1 bigint id, or NULL
-- $2 text   code, or NULL
SELECT s.id, s.code, s.name, s.connector, s.perimeter_id, p.code AS perimeter, s.options::text AS options, s.period_s,
       s.staleness_s, s.enabled, s.is_sample, s.version,
       (SELECT count(*) FROM vg.source_secret x WHERE x.source_id = s.id) AS secrets
FROM vg.source s JOIN vg.perimeter p ON p.id = s.perimeter_id
WHERE s.id = $1::bigint OR s.code = $2::text
