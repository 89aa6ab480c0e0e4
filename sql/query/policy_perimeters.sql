-- policy_perimeters: the perimeters that exist
SELECT p.code, coalesce(u.code, '') AS parent FROM vg.perimeter p LEFT JOIN vg.perimeter u ON u.id = p.parent_id ORDER BY p.code;
