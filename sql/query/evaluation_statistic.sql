-- evaluation_statistic: dated values. The engine puts the indicator's statement where vg.statistic_row stands.
-- $1 timestamptz as known at; $2 timestamptz and $3 timestamptz the window; $4 text[] subjects or NULL
-- $5 text indicator
-- role: vigie_collect
INSERT INTO vg.dated_value_next (indicator, perimeter_id, subject, label, value, during, detail)
SELECT $5::text, g.perimeter_id, g.subject, g.label, g.value, g.during * tstzrange($2::timestamptz, NULL), g.detail
FROM vg.statistic_row g
WHERE $1::timestamptz IS NOT NULL AND $3::timestamptz IS NOT NULL AND ($4::text[] IS NULL OR g.subject = ANY ($4))
  AND g.during && tstzrange($2, NULL);
