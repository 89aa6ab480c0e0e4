-- A statistic may be a share: the sum of what is told of its subjects, divided by the sum of what it is told of, such as amounts committed
-- of amounts planned. What is in several units has no sum.

ALTER TABLE vg.dated_value ADD COLUMN base numeric CHECK (base >= 0 AND base <> 'NaN'); -- what the value is a share of, its unit in `detail`; NULL: of nothing
ALTER TABLE vg.indicator DROP CONSTRAINT indicator_statistic_check,
  ADD CONSTRAINT indicator_statistic_check CHECK (statistic IN ('count', 'mean', 'median', 'p90', 'sum', 'share'));

-- what such an indicator returns, and what the engine makes of it
CREATE VIEW vg.share_row WITH (security_invoker) AS
  SELECT NULL::bigint AS perimeter_id, NULL::text AS subject, NULL::text AS label, NULL::numeric AS value, NULL::numeric AS base,
         NULL::tstzrange AS during, NULL::text AS detail
  WHERE false;
CREATE OR REPLACE VIEW vg.dated_value_row WITH (security_invoker) AS
  SELECT v.perimeter_id, v.subject, v.label, v.value, v.during, v.detail, v.base FROM vg.dated_value v WHERE false;
DROP VIEW vg.dated_value_difference;
CREATE VIEW vg.dated_value_difference WITH (security_invoker) AS SELECT v.*, NULL::bigint AS many, NULL::boolean AS there FROM vg.dated_value v WHERE false;
