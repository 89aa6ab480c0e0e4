-- board_budget: the lines of the budget, and when each counts: those of a perimeter and below it, or all
-- $1 bigint perimeter, NULL: all; $2 bigint most rows
-- role: vigie_web
SELECT v.perimeter_id, v.value AS committed, v.base AS planned, v.detail AS currency, lower(v.during) AS from_at, upper(v.during) AS to_at
FROM vg.dated_value v
WHERE v.indicator = 'budget_committed'
  AND ($1::bigint IS NULL OR v.perimeter_id IN (SELECT t.descendant_id FROM vg.perimeter_tree t WHERE t.ancestor_id = $1))
LIMIT $2::bigint;
