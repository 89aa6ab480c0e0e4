-- sample_strangers: sources that are not of the sample but are declared in one of its perimeters
SELECT s.code AS source, p.code AS perimeter
FROM vg.source s JOIN vg.perimeter p ON p.id = s.perimeter_id
WHERE p.is_sample AND NOT s.is_sample ORDER BY s.code LIMIT 1
