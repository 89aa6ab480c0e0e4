-- A pull that only lengthens what is fresh changes no verdict: what is kept of a verdict goes on as if its source would be heard for ever, and
-- the instant at which it falls silent is kept once for all verdicts that it concerns. Who reads verdicts reads them ended: vg.verdict.

SET LOCAL check_function_bodies = off;

-- ---- where verdicts end ----

TRUNCATE vg.verdict_scope;
-- as lasting as the verdicts: without it they could not be read
ALTER TABLE vg.verdict_scope SET LOGGED;
ALTER TABLE vg.verdict_scope
  ADD COLUMN id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ADD COLUMN until timestamptz NOT NULL,   -- from then on what is known is unknown; infinity: never. `fresh` goes on beyond it
  ADD COLUMN ended_at timestamptz;         -- that instant, once composites were made with it as a thing of the past

-- ---- what is kept of verdicts ----

ALTER TABLE vg.verdict RENAME TO verdict_kept;
ALTER INDEX vg.verdict_pkey RENAME TO verdict_kept_pkey;
ALTER INDEX vg.verdict_until RENAME TO verdict_kept_until;
ALTER TABLE vg.verdict_kept ADD COLUMN scope bigint NOT NULL DEFAULT 0; -- vg.verdict_scope; 0: none, it does not end

-- room for the new version of a row beside the old one: it needs no other entry in the indexes
ALTER TABLE vg.verdict_kept SET (fillfactor = 85);
ALTER TABLE vg.given SET (fillfactor = 85);

ALTER TABLE vg.verdict_edge ADD COLUMN scope bigint NOT NULL DEFAULT 0, DROP CONSTRAINT verdict_edge_pkey, ADD PRIMARY KEY (indicator, scope, perimeter_id, at);

-- the periods of each subject: judged = conforming + deviating + pending + unknown, disjoint; waived is part of deviating
CREATE VIEW vg.verdict WITH (security_invoker) AS
  SELECT k.indicator, k.perimeter_id, k.subject, k.label, k.judged,
         k.conforming * e.before AS conforming, k.deviating * e.before AS deviating, k.pending,
         k.unknown + (k.conforming + k.deviating - e.before) AS unknown, k.waived * e.before AS waived, k.detail
  FROM vg.verdict_kept k
  LEFT JOIN vg.verdict_scope s ON s.id = k.scope
  CROSS JOIN LATERAL (SELECT tstzmultirange(tstzrange(NULL, CASE WHEN k.scope = 0 THEN NULL ELSE coalesce(s.until, '-infinity') END)) AS before) e;

CREATE OR REPLACE FUNCTION vg.forget_verdicts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF TG_TABLE_NAME = 'indicator' THEN
    DELETE FROM vg.verdict_kept WHERE indicator = OLD.code;
    DELETE FROM vg.verdict_edge WHERE indicator = OLD.code;
    DELETE FROM vg.verdict_scope WHERE indicator = OLD.code;
  ELSE
    DELETE FROM vg.verdict_kept WHERE perimeter_id = OLD.id;
    DELETE FROM vg.verdict_edge WHERE perimeter_id = OLD.id;
    DELETE FROM vg.verdict_scope WHERE perimeter_id = OLD.id;
  END IF;
  RETURN NULL;
END $$;

-- vg.fresh() of 0004, as a table: planned with what asks for it of many perimeters
CREATE FUNCTION vg.fresh_in(perimeter bigint, kinds text[], optional text[], sources bigint[]) RETURNS TABLE (fresh tstzmultirange)
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
    LEFT JOIN vg.perimeter_related r ON r.perimeter_id = perimeter AND r.other_id = s.perimeter_id
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
CREATE OR REPLACE FUNCTION vg.fresh(perimeter bigint, kinds text[], optional text[], sources bigint[]) RETURNS tstzmultirange
LANGUAGE sql STABLE PARALLEL SAFE AS $$ SELECT f.fresh FROM vg.fresh_in($1, $2, $3, $4) f $$;

-- what is fresh, as if its last source were heard for ever
CREATE FUNCTION vg.unended(fresh tstzmultirange) RETURNS tstzmultirange LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT CASE WHEN isempty(fresh) OR upper_inf(fresh) THEN fresh ELSE fresh + tstzmultirange(tstzrange(upper(fresh), NULL)) END $$;

-- ---- the engine puts a statement where these stand ----

DROP VIEW vg.verdict_difference, vg.verdict_scope_difference, vg.verdict_edge_difference;
CREATE VIEW vg.verdict_difference WITH (security_invoker) AS
  SELECT k.*, k.conforming AS was_conforming, k.deviating AS was_deviating, k.pending AS was_pending, k.unknown AS was_unknown,
         k.waived AS was_waived, k.scope AS was_scope, NULL::boolean AS gone FROM vg.verdict_kept k WHERE false;
CREATE VIEW vg.verdict_scope_difference WITH (security_invoker) AS
  SELECT s.indicator, s.perimeter_id, s.sources, s.fresh, s.until, NULL::timestamptz AS first_at, NULL::timestamptz AS end_moved FROM vg.verdict_scope s WHERE false;
CREATE VIEW vg.verdict_edge_difference WITH (security_invoker) AS SELECT e.*, NULL::boolean AS gone FROM vg.verdict_edge e WHERE false;

-- where verdicts end is kept by the next evaluation
UPDATE vg.indicator SET stale = true;
