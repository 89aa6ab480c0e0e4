-- A statistic has no subjects that a waiver could bear on: a waiver of all there is, of the indicator or of a rule that it measures, waives its
-- figure. When that is belongs to what its timeline is made with.

ALTER TABLE vg.timeline_scope ADD COLUMN waived tstzmultirange NOT NULL DEFAULT '{}'; -- of a statistic; subjects have theirs in their verdicts

DROP VIEW vg.timeline_scope_difference;
CREATE VIEW vg.timeline_scope_difference WITH (security_invoker) AS
  SELECT s.*, NULL::boolean AS gone, NULL::timestamptz AS first_at FROM vg.timeline_scope s WHERE false;

-- The state of a figure that is waived whole: what falls short is accepted, what is unknown stays so.
CREATE FUNCTION vg.waived_state(state text, waived boolean) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT CASE WHEN waived AND state IN ('watch', 'not_applied') THEN 'waived' ELSE state END $$;

-- The state that a step of a timeline would have under other thresholds: what the engine says of the same counts. `waived`: it is a
-- statistic's, waived whole then.
DROP FUNCTION vg.state_under(vg.timeline, text, boolean, numeric, numeric);
CREATE FUNCTION vg.state_under(t vg.timeline, form text, up boolean, target numeric, warning numeric, waived boolean) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN t.value IS NULL OR t.state = 'not_applicable' THEN t.state
              WHEN form = 'statistic' THEN vg.waived_state(vg.state_of(t.value, up, target, warning), waived)
              WHEN t.value >= target THEN 'applied'
              WHEN (t.conforming + t.unknown)::numeric / t.judged >= target THEN 'unknown'
              WHEN t.deviating = t.waived THEN CASE WHEN t.unknown = 0 THEN 'waived' ELSE 'unknown' END
              ELSE vg.state_of(t.value, true, target, warning) END
$$;

UPDATE vg.indicator i SET stale = true
WHERE i.form = 'statistic' AND EXISTS (SELECT FROM vg.waiver_reach w WHERE w.indicator = i.code AND w.subjects IS NULL);
