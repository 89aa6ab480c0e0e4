-- The engine: indicators made by persons (attested), indicators that read the rules' own states, and what an evaluation keeps to
-- take in a pull without reading all records again.

SET LOCAL check_function_bodies = off;

-- ---- forms ----

ALTER TABLE vg.indicator DROP CONSTRAINT indicator_form_check;
ALTER TABLE vg.indicator ADD CHECK (form IN ('ratio', 'attested', 'statistic', 'composite'));
-- rules: it is evaluated after the rules, and reads their states
ALTER TABLE vg.indicator ADD COLUMN reads text NOT NULL DEFAULT 'records' CHECK (reads IN ('records', 'rules'));

CREATE VIEW vg.attested_row WITH (security_invoker) AS
  SELECT NULL::bigint AS perimeter_id, NULL::text AS subject, NULL::text AS label, NULL::tstzmultirange AS judged,
         NULL::tstzmultirange AS conforming, NULL::tstzmultirange AS spoken, NULL::text AS detail
  WHERE false;

-- the states of rules for indicators that read them: all rules but those that such indicators measure
CREATE VIEW vg.rule_settled WITH (security_invoker) AS
  SELECT t.policy, t.rule, t.perimeter_id, t.from_at, t.to_at, t.state
  FROM vg.rule_timeline t
  WHERE NOT EXISTS (SELECT FROM vg.rule_indicator l JOIN vg.indicator i ON i.code = l.indicator
                    WHERE l.policy = t.policy AND l.rule = t.rule AND i.reads = 'rules');

-- ---- what an evaluation keeps for the next one ----

DROP TABLE vg.verdict_next;

-- what the indicators' statements said, before freshness and waivers
CREATE UNLOGGED TABLE vg.given (
  indicator    text NOT NULL,
  perimeter_id bigint NOT NULL,
  subject      text NOT NULL,
  label        text NOT NULL,
  judged       tstzmultirange NOT NULL,
  conforming   tstzmultirange NOT NULL,
  pending      tstzmultirange NOT NULL,
  spoken       tstzmultirange NOT NULL,
  sources      bigint[],
  detail       text,
  PRIMARY KEY (indicator, perimeter_id, subject)
);
-- the indicators of which vg.given holds all, and over which window: unlogged as well, so that a crash empties both
CREATE UNLOGGED TABLE vg.given_whole (
  indicator text PRIMARY KEY,
  since     timestamptz NOT NULL
);

-- The names that records of a kind concern which were learnt from an instant on: of the versions that came, of those that they took
-- the place of, of those that vanished or are back. `field` names the asset or person in that kind.
CREATE FUNCTION vg.touched_name(kind text, field text, since timestamptz) RETURNS SETOF text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
BEGIN
  RETURN QUERY EXECUTE format(
    'SELECT r.%1$I FROM rec.%2$I r WHERE r.recorded_at >= $1'
    ' UNION SELECT h.%1$I FROM rec.%3$I h WHERE h.superseded_at >= $1'
    ' UNION SELECT h.%1$I FROM rec.%2$I r JOIN rec.%3$I h USING (source_id, key) WHERE r.recorded_at >= $1 AND h.back_at >= $1',
    field, kind, kind || '_history') USING since;
END $$;

-- history of days that is still to be measured after a new indicator or formula, from the oldest day on: those that ended before
-- next_at are done
CREATE TABLE vg.backfill (
  indicator text PRIMARY KEY REFERENCES vg.indicator ON DELETE CASCADE,
  next_at   timestamptz NOT NULL,
  to_at     timestamptz NOT NULL
);

-- ---- freshness ----

-- As in 0002, and an indicator that reads no kind at all is always fresh.
CREATE OR REPLACE FUNCTION vg.fresh(perimeter bigint, kinds text[], optional text[], sources bigint[]) RETURNS tstzmultirange
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH kind AS (
    SELECT k AS kind, true AS required FROM unnest(kinds) k
    UNION ALL SELECT k, false FROM unnest(optional) k),
  pair AS (
    SELECT k.kind, s.enabled, coalesce(c.during, '{}') AS during,
           CASE WHEN s.id = ANY (sources) THEN 0 WHEN r.distance <= 0 THEN 1 ELSE 2 END AS place,
           k.required
    FROM kind k
    JOIN vg.source_kind sk ON sk.kind = k.kind
    JOIN vg.source s ON s.id = sk.source_id
    LEFT JOIN vg.perimeter_related r ON r.perimeter_id = $1 AND r.other_id = s.perimeter_id
    LEFT JOIN vg.covered c ON c.source_id = s.id AND c.kind = k.kind
    WHERE s.id = ANY (sources) OR (r.distance IS NOT NULL AND (k.required OR sources IS NULL))),
  nearest AS (
    SELECT p.*, min(p.place) OVER (PARTITION BY p.kind) AS best FROM pair p),
  one AS (
    SELECT n.kind, vg.fresh_of(array_agg(n.during), array_agg(n.enabled)) AS fresh
    FROM nearest n WHERE n.place = n.best GROUP BY n.kind)
  SELECT CASE WHEN sources = '{}' THEN '{}'
              ELSE coalesce(range_intersect_agg(coalesce(o.fresh, '{}')), CASE WHEN kinds = '{}' THEN '{(,)}'::tstzmultirange ELSE '{}' END) END
  FROM kind k LEFT JOIN one o USING (kind)
  WHERE k.required OR o.kind IS NOT NULL
$$;

CREATE OR REPLACE FUNCTION vg.fresh_scope(perimeter bigint, kinds text[], optional text[]) RETURNS tstzmultirange
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH kind AS (
    SELECT k AS kind, true AS required FROM unnest(kinds) k
    UNION ALL SELECT k, false FROM unnest(optional) k),
  one AS (
    SELECT sk.kind, vg.fresh_of(array_agg(coalesce(c.during, '{}')), array_agg(s.enabled)) AS fresh
    FROM vg.source s
    JOIN vg.source_kind sk ON sk.source_id = s.id
    JOIN vg.perimeter_related r ON r.perimeter_id = $1 AND r.other_id = s.perimeter_id
    LEFT JOIN vg.covered c ON c.source_id = s.id AND c.kind = sk.kind
    GROUP BY sk.kind)
  SELECT coalesce(range_intersect_agg(coalesce(o.fresh, '{}')), CASE WHEN kinds = '{}' THEN '{(,)}'::tstzmultirange ELSE '{}' END)
  FROM kind k LEFT JOIN one o USING (kind)
  WHERE k.required OR o.kind IS NOT NULL
$$;

-- ---- where a rule does not apply ----

-- Periods in which a rule does not apply in a perimeter: the last statement of the perimeter itself from its first one on, those of
-- the nearest perimeter above before.
CREATE VIEW vg.not_applicable_period WITH (security_invoker) AS
  WITH ordered AS (
    SELECT a.rule, a.perimeter_id, a.applicable, a.from_at,
           lead(a.from_at) OVER (PARTITION BY a.rule, a.perimeter_id ORDER BY a.from_at, a.id) AS to_at,
           min(a.from_at) OVER (PARTITION BY a.rule, a.perimeter_id) AS first_at
    FROM vg.applicability a),
  reach AS (
    SELECT o.rule, t.descendant_id AS perimeter_id, o.applicable, o.from_at,
           least(o.to_at, min(o.first_at) OVER (PARTITION BY o.rule, t.descendant_id ORDER BY t.distance
                                                GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)) AS to_at
    FROM ordered o JOIN vg.perimeter_tree t ON t.ancestor_id = o.perimeter_id)
  SELECT r.rule, r.perimeter_id, range_agg(vg.span(r.from_at, r.to_at)) AS during
  FROM reach r WHERE NOT r.applicable GROUP BY r.rule, r.perimeter_id
  HAVING NOT isempty(range_agg(vg.span(r.from_at, r.to_at)));

-- freshness is a condition of every figure: they are all to be made again
UPDATE vg.indicator SET stale = true;
