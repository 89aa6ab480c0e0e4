-- rule_scope: whether the indicators that measure rules, the statements of applicability or the tree of perimeters are others than those
-- with which the states of rules were last worked out
-- role: vigie_collect
WITH now AS MATERIALIZED (
  SELECT md5(concat_ws(E'\n',
    (SELECT string_agg(concat_ws(' ', l.policy, l.rule, l.indicator), ',' ORDER BY l.policy, l.rule, l.indicator) FROM vg.rule_indicator l),
    (SELECT string_agg(concat_ws(' ', a.id, a.rule, a.perimeter_id, a.applicable, a.from_at), ',' ORDER BY a.id) FROM vg.applicability a),
    (SELECT string_agg(concat_ws(' ', t.ancestor_id, t.descendant_id), ',' ORDER BY t.ancestor_id, t.descendant_id) FROM vg.perimeter_tree t)))
    AS terms),
kept AS (
  INSERT INTO vg.rule_scope AS s (terms) SELECT n.terms FROM now n
  ON CONFLICT (whole) DO UPDATE SET terms = excluded.terms WHERE s.terms <> excluded.terms
  RETURNING 1)
SELECT EXISTS (SELECT FROM kept) AS changed;
