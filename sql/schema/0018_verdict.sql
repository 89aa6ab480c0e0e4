-- What follows from a pull costs what the pull changed. Verdicts are brought up to date for the subjects that it touched, as long as what
-- all others are crossed with is what it was: the freshness of the sources that speak of them is kept beside. (Waivers are decided, and
-- what is decided makes an indicator stale.) Timelines are made of the edges of verdicts, counted as these change, not of all verdicts.

SET LOCAL check_function_bodies = off;

-- when what an indicator says of subjects in a perimeter, from these sources, is fresh: what their verdicts were made with. Kept with
-- vg.given, and lost with it in a crash
CREATE UNLOGGED TABLE vg.verdict_scope (
  indicator    text NOT NULL,
  perimeter_id bigint NOT NULL,
  sources      bigint[], -- NULL: those of the perimeter, as in vg.given
  fresh        tstzmultirange NOT NULL,
  UNIQUE NULLS NOT DISTINCT (indicator, perimeter_id, sources)
);

-- what is kept of some subjects is found by these
ALTER TABLE vg.given DROP CONSTRAINT given_pkey, ADD PRIMARY KEY (indicator, subject, perimeter_id);
ALTER TABLE vg.verdict DROP CONSTRAINT verdict_pkey, ADD PRIMARY KEY (subject, indicator, perimeter_id);

-- how many more subjects of a perimeter, those below it apart, conform, deviate … from an instant on than before it: never all 0
CREATE TABLE vg.verdict_edge (
  indicator    text NOT NULL,
  perimeter_id bigint NOT NULL,
  at           timestamptz NOT NULL,
  conforming   integer NOT NULL,
  deviating    integer NOT NULL,
  pending      integer NOT NULL,
  unknown      integer NOT NULL,
  waived       integer NOT NULL,
  PRIMARY KEY (indicator, perimeter_id, at)
);

-- Verdicts go with their indicator and their perimeter, as before, but are not looked up there one by one when they are written: that took
-- as long as to write them. Nobody but an evaluation writes any.
ALTER TABLE vg.verdict DROP CONSTRAINT verdict_indicator_fkey, DROP CONSTRAINT verdict_perimeter_id_fkey;

CREATE FUNCTION vg.forget_verdicts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  IF TG_TABLE_NAME = 'indicator' THEN
    DELETE FROM vg.verdict WHERE indicator = OLD.code;
    DELETE FROM vg.verdict_edge WHERE indicator = OLD.code;
    DELETE FROM vg.verdict_scope WHERE indicator = OLD.code;
  ELSE
    DELETE FROM vg.verdict WHERE perimeter_id = OLD.id;
    DELETE FROM vg.verdict_edge WHERE perimeter_id = OLD.id;
    DELETE FROM vg.verdict_scope WHERE perimeter_id = OLD.id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER indicator_verdicts AFTER DELETE ON vg.indicator FOR EACH ROW EXECUTE FUNCTION vg.forget_verdicts();
CREATE TRIGGER perimeter_verdicts AFTER DELETE ON vg.perimeter FOR EACH ROW EXECUTE FUNCTION vg.forget_verdicts();

-- the edges of one verdict
CREATE FUNCTION vg.edges_of(conforming tstzmultirange, deviating tstzmultirange, pending tstzmultirange, unknown tstzmultirange, waived tstzmultirange)
RETURNS TABLE (at timestamptz, conforming integer, deviating integer, pending integer, unknown integer, waived integer)
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT e.at, CASE p.part WHEN 1 THEN e.step ELSE 0 END, CASE p.part WHEN 2 THEN e.step ELSE 0 END, CASE p.part WHEN 3 THEN e.step ELSE 0 END,
         CASE p.part WHEN 4 THEN e.step ELSE 0 END, CASE p.part WHEN 5 THEN e.step ELSE 0 END
  FROM (VALUES (1, $1), (2, $2), (3, $3), (4, $4), (5, $5)) p(part, during)
  CROSS JOIN LATERAL unnest(p.during) r
  CROSS JOIN LATERAL (VALUES (lower(r), 1), (upper(r), -1)) e(at, step)
  WHERE e.at IS NOT NULL
$$;

INSERT INTO vg.verdict_edge (indicator, perimeter_id, at, conforming, deviating, pending, unknown, waived)
SELECT s.* FROM (
  SELECT v.indicator, v.perimeter_id, e.at, sum(e.conforming) AS conforming, sum(e.deviating) AS deviating, sum(e.pending) AS pending,
         sum(e.unknown) AS unknown, sum(e.waived) AS waived
  FROM vg.verdict v CROSS JOIN LATERAL vg.edges_of(v.conforming, v.deviating, v.pending, v.unknown, v.waived) e
  GROUP BY v.indicator, v.perimeter_id, e.at) s
WHERE (s.conforming, s.deviating, s.pending, s.unknown, s.waived) <> (0, 0, 0, 0, 0);

-- ---- the engine puts a statement where these stand ----

DROP VIEW vg.verdict_difference;
CREATE VIEW vg.verdict_difference WITH (security_invoker) AS
  SELECT v.*, v.conforming AS was_conforming, v.deviating AS was_deviating, v.pending AS was_pending, v.unknown AS was_unknown,
         v.waived AS was_waived, NULL::boolean AS gone, NULL::timestamptz AS first_at FROM vg.verdict v WHERE false;
CREATE VIEW vg.verdict_scope_difference WITH (security_invoker) AS
  SELECT s.*, NULL::timestamptz AS first_at FROM vg.verdict_scope s WHERE false;
CREATE VIEW vg.verdict_edge_difference WITH (security_invoker) AS SELECT e.*, NULL::boolean AS gone FROM vg.verdict_edge e WHERE false;

-- freshness is kept by the next evaluation
UPDATE vg.indicator SET stale = true;
