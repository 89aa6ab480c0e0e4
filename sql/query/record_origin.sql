-- record_origin: the names of where a record comes from
-- $1 bigint source   $2 bigint perimeter
SELECT s.name AS source_name, p.name AS perimeter_name
  FROM vg.source AS s CROSS JOIN vg.perimeter AS p
 WHERE s.id = $1 AND p.id = $2
