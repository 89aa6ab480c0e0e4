-- What is asked of some subjects is planned once, without a look at who they are: conditions on them are found by an index, or looked up by
-- hash, never gone through row by row. And pulls are found by the evaluation that took them, out of years of them.

SET LOCAL check_function_bodies = off;

-- vg.asset_version() of records of some names: the engine puts it in its place
CREATE FUNCTION vg.asset_version_of(known timestamptz, names text[])
RETURNS TABLE (perimeter_id bigint, subject text, label text, source_id bigint, name text, type text, owner text, classification text,
               environment text, status text, critical boolean, datacenter text, client text, public boolean, redundancy_group text,
               system boolean, production boolean, seen tstzrange, serving tstzrange) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(s.perimeter_id, a.perimeter_id), coalesce(s.subject, a.name),
         coalesce(s.subject, a.name) || coalesce(' (' || nullif(a.title, '') || ')', ''),
         a.source_id, a.name, a.type, a.owner, a.classification, a.environment, a.status, coalesce(a.critical, false), a.datacenter,
         nullif(btrim(a.client), ''), coalesce(a.public, false), nullif(btrim(a.redundancy_group), ''),
         a.type IN ('server', 'database', 'storage'), coalesce(a.environment = 'production', false), a.seen,
         CASE WHEN a.status = 'in_service' AND (a.retired_on IS NULL OR a.in_service_on IS NULL OR a.retired_on > a.in_service_on)
              THEN a.seen * tstzrange(vg.day(a.in_service_on), vg.day(a.retired_on)) ELSE 'empty' END
  FROM rec.asset_known(known) a
  LEFT JOIN (SELECT l.* FROM vg.asset_alias l WHERE l.name = ANY (names)) s ON s.name = a.name AND s.seen_from = a.perimeter_id
  WHERE a.name = ANY (names)
$$;

-- As in 0013, for any number of assets wanted.
CREATE OR REPLACE FUNCTION vg.hardening_checked(known timestamptz, what text, good_for interval, wanted text[])
RETURNS TABLE (perimeter_id bigint, subject text, sources bigint[], good tstzmultirange, last_at timestamptz, last_shown timestamptz)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH trial AS (
    SELECT s.perimeter_id, s.subject, h.source_id, h.result = 'passed' AS passed, h.checked_at, h.gone_at,
           vg.span(h.checked_at, least(h.gone_at, h.checked_at + good_for, lead(h.checked_at) OVER later)) AS during
    FROM rec.hardening_known(known) h
    JOIN vg.asset_alias s ON s.name = h.asset AND s.seen_from = h.perimeter_id
    WHERE h."check" = what AND (wanted IS NULL OR s.subject IN (SELECT unnest(wanted)))
    WINDOW later AS (PARTITION BY s.perimeter_id, s.subject ORDER BY h.checked_at, h.result = 'passed' DESC, h.id))
  SELECT t.perimeter_id, t.subject, array_agg(DISTINCT t.source_id), range_agg(t.during) FILTER (WHERE t.passed), max(t.checked_at),
         max(t.checked_at) FILTER (WHERE t.gone_at IS NULL)
  FROM trial t GROUP BY t.perimeter_id, t.subject
$$;

-- names are found, whatever kind bears them
ALTER TABLE vg.name_seen DROP CONSTRAINT name_seen_pkey, ADD PRIMARY KEY (name, kind, perimeter_id, source_id);

-- ---- what pulls touched ----

-- versions that are back, out of all that were superseded; tables that are made later have the index from the start
DO $$
DECLARE
  history text;
BEGIN
  FOR history IN SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                 WHERE n.nspname = 'rec' AND c.relkind = 'r' AND c.relname LIKE '%\_history' LOOP
    EXECUTE format('CREATE INDEX %I ON rec.%I (back_at) WHERE back_at IS NOT NULL', history || '_back', history);
  END LOOP;
END $$;

-- As in 0004.
CREATE OR REPLACE FUNCTION vg.touched_name(kind text, field text, since timestamptz) RETURNS SETOF text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
BEGIN
  RETURN QUERY EXECUTE format(
    'SELECT r.%1$I FROM rec.%2$I r WHERE r.recorded_at >= $1'
    ' UNION SELECT h.%1$I FROM rec.%3$I h WHERE h.superseded_at >= $1'
    ' UNION SELECT h.%1$I FROM rec.%3$I h WHERE h.back_at >= $1',
    field, kind, kind || '_history') USING since;
END $$;

-- The names that a kind of states shows otherwise from an instant on than by the records learnt before it: of these, all versions apart that
-- take the place of others at the instant at which these end, under the same name, from the same source and perimeter. A version counts one
-- from when it was read, and one less from when it was superseded: where what came and went at an instant is as much, as many show the name.
CREATE FUNCTION vg.presence_name(kind text, field text, since timestamptz) RETURNS SETOF text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
BEGIN
  RETURN QUERY EXECUTE format(
    'SELECT DISTINCT c.name FROM ('
    '  SELECT e.name FROM ('
    '    SELECT r.%1$I AS name, r.source_id, r.perimeter_id, r.recorded_at AS at, 1 AS step FROM rec.%2$I r WHERE r.recorded_at >= $1'
    '    UNION ALL'
    '    SELECT h.%1$I, h.source_id, h.perimeter_id, h.recorded_at, 1 FROM rec.%3$I h WHERE h.superseded_at >= $1 AND h.recorded_at >= $1'
    '    UNION ALL'
    '    SELECT h.%1$I, h.source_id, h.perimeter_id, h.superseded_at, -1 FROM rec.%3$I h WHERE h.superseded_at >= $1) e'
    '  GROUP BY e.name, e.source_id, e.perimeter_id, e.at HAVING sum(e.step) <> 0) c',
    field, kind, kind || '_history') USING since;
END $$;

-- ---- pulls, out of years of them ----

CREATE INDEX pull_evaluation ON vg.pull (evaluation_id);

-- As in 0017; those that one evaluation took are found by indexes.
CREATE OR REPLACE FUNCTION vg.covered_of(known timestamptz, taken_by bigint) RETURNS TABLE (source_id bigint, kind text, during tstzmultirange)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT c.source_id, c.kind, range_agg(c.during)
  FROM vg.coverage c
  WHERE (taken_by IS NOT NULL OR c.pull_id IN (SELECT p.id FROM vg.pull p WHERE p.status = 'ok' AND p.read_at <= known))
    AND (taken_by IS NULL OR c.pull_id = ANY (ARRAY(SELECT p.id FROM vg.pull p
                                                    WHERE p.evaluation_id = taken_by AND p.status = 'ok' AND p.read_at <= known)))
  GROUP BY c.source_id, c.kind
$$;
