-- percentile_figures: keeps the percentiles that were swept
-- $1 text indicator; $2 bigint[] perimeters; $3 text[] instants; $4 bigint[] how many values; $5 text[] percentiles, NULL for none
-- role: vigie_collect
INSERT INTO vg.figure_next (indicator, perimeter_id, at, many, value)
SELECT $1, n.perimeter_id, n.at::timestamptz, n.many::integer, n.value::numeric
FROM unnest($2::bigint[], $3::text[], $4::bigint[], $5::text[]) n(perimeter_id, at, many, value);
