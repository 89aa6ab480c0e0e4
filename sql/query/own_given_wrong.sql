-- own_given_wrong: a row that cannot be what the contract says: of a perimeter that there is not, or the second one of a subject
-- $1 boolean whether a subject has one row
-- role: vigie_collect
SELECT x.perimeter_id, x.subject, x.twice
FROM (SELECT g.perimeter_id, g.subject, false AS twice
      FROM vg.own_given g WHERE NOT EXISTS (SELECT FROM vg.perimeter p WHERE p.id = g.perimeter_id)
      UNION ALL
      SELECT g.perimeter_id, g.subject, true FROM vg.own_given g WHERE $1 GROUP BY g.perimeter_id, g.subject HAVING count(*) > 1) x
ORDER BY x.twice, x.perimeter_id, x.subject
LIMIT 1;
