-- board_sources: the enabled sources that speak of a perimeter at an instant, and whether they are fresh then
-- $1 bigint perimeter; $2 timestamptz instant
-- role: vigie_web
SELECT s.name, s.fresh, s.read_at FROM vg.source_at($1, $2) s ORDER BY s.name
