-- given_differs: a row when what an indicator says of its subjects is not what is kept: see backup_block_difference. The engine puts what it
-- says where vg.given_row stands.
-- $1 timestamptz as known at; $2 timestamptz and $3 timestamptz the window; $4 text[] NULL: of all subjects
-- $5 text indicator
-- role: vigie_collect
SELECT true AS differs
WHERE (SELECT ROW(count(*), sum(hash_record_extended(ROW(n.perimeter_id, n.subject, n.label, n.judged, n.conforming, n.pending, n.spoken, n.sources,
                                                         n.detail), 0)))
       FROM vg.given_row n
       WHERE $1::timestamptz IS NOT NULL AND $2::timestamptz IS NOT NULL AND $3::timestamptz IS NOT NULL AND $4::text[] IS NULL)
      IS DISTINCT FROM
      (SELECT ROW(count(*), sum(hash_record_extended(ROW(g.perimeter_id, g.subject, g.label, g.judged, g.conforming, g.pending, g.spoken, g.sources,
                                                         g.detail), 0)))
       FROM vg.given g WHERE g.indicator = $5::text);
