-- evaluation_share: dated values with what each is a share of. The engine puts the indicator's statement where vg.share_row stands, and
-- this where vg.dated_value_row does.
-- $1 timestamptz as known at; $2 timestamptz start of the window
-- role: vigie_collect
SELECT g.perimeter_id, g.subject, g.label, g.value, g.during * tstzrange($2::timestamptz, NULL) AS during, g.detail, g.base
FROM vg.share_row g
WHERE $1::timestamptz IS NOT NULL AND g.during && tstzrange($2, NULL)
