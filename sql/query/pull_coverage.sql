-- pull_coverage: what a pull covered
-- $1 bigint pull
SELECT kind, lower(during) AS from_at, upper(during) AS to_at FROM vg.coverage WHERE pull_id = $1::bigint ORDER BY kind
