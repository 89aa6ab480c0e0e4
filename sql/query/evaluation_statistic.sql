-- evaluation_statistic: dated values. The engine puts the indicator's statement where vg.statistic_row stands, and this where
-- vg.dated_value_row does.
-- $1 timestamptz as known at; $2 timestamptz start of the window
-- role: vigie_collect
SELECT g.perimeter_id, g.subject, g.label, g.value, g.during * tstzrange($2::timestamptz, NULL) AS during, g.detail, NULL::numeric AS base
FROM vg.statistic_row g
WHERE $1::timestamptz IS NOT NULL AND g.during && tstzrange($2, NULL)
