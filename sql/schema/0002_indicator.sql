-- What indicators and the engine stand on: names of assets and persons, freshness, work tables, the shapes of their rows.
-- Bodies that read rec.* are checked when they are first used: the kinds' tables come after this file.

SET LOCAL check_function_bodies = off;

-- midnight UTC of a civil day
CREATE FUNCTION vg.day(d date) RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT d::timestamp AT TIME ZONE 'UTC' $$;

-- an instant as the text of a detail: pages turn it into a date of the reader's language
CREATE FUNCTION vg.instant(t timestamptz) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT to_char(t AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') $$;

-- a name as core/text.h text_host() makes it: lower case, without port and domain; addresses as they are
CREATE FUNCTION vg.host(name text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT CASE WHEN btrim(name) ~ '^[0-9.]+$' OR name ~ ':.*:' THEN lower(btrim(name))
                 ELSE split_part(split_part(lower(btrim(name)), ':', 1), '.', 1) END $$;

-- two perimeters are related when one contains the other; distance is how far below the other one is
CREATE VIEW vg.perimeter_related WITH (security_invoker) AS
  SELECT t.ancestor_id AS perimeter_id, t.descendant_id AS other_id, t.distance FROM vg.perimeter_tree t
  UNION ALL
  SELECT t.descendant_id, t.ancestor_id, -t.distance FROM vg.perimeter_tree t WHERE t.distance > 0;

CREATE VIEW vg.perimeter_depth WITH (security_invoker) AS
  SELECT t.descendant_id AS perimeter_id, max(t.distance) AS depth FROM vg.perimeter_tree t GROUP BY t.descendant_id;

-- ---- one asset, one person, under all their names ----

-- The rule. An inventory record is one asset under every name it ever had; its subject is its last name. A name seen by a
-- source at a perimeter is the asset that declares it as an alias today, else the one that bears it today, else the one
-- that bore it before; at equal rank the one in the deepest perimeter; among related perimeters only. A name that two
-- assets of equal rank claim proves nothing for either: it is nobody's.
CREATE FUNCTION vg.asset_subject(known timestamptz)
RETURNS TABLE (name text, seen_from bigint, perimeter_id bigint, subject text) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH version AS (
    SELECT a.source_id, a.key, a.perimeter_id, a.name, a.aliases,
           first_value(a.name) OVER latest AS subject, first_value(a.perimeter_id) OVER latest AS home,
           row_number() OVER latest = 1 AS current
    FROM rec.asset_known(known) a
    WINDOW latest AS (PARTITION BY a.source_id, a.key ORDER BY a.recorded_at DESC, a.id DESC)),
  claim AS (
    SELECT n.name, v.home, v.subject, min(n.rank) AS rank
    FROM version v
    CROSS JOIN LATERAL (
      SELECT v.name, CASE WHEN v.current THEN 1 ELSE 2 END AS rank
      UNION ALL
      SELECT vg.host(x), CASE WHEN v.current THEN 0 ELSE 2 END FROM unnest(v.aliases) x) n
    WHERE n.name <> ''
    GROUP BY n.name, v.home, v.subject),
  ranked AS (
    SELECT c.name, r.other_id AS seen_from, c.home, c.subject,
           rank() OVER (PARTITION BY c.name, r.other_id ORDER BY c.rank, d.depth DESC) AS place
    FROM claim c
    JOIN vg.perimeter_related r ON r.perimeter_id = c.home
    JOIN vg.perimeter_depth d ON d.perimeter_id = c.home)
  SELECT r.name, r.seen_from, min(r.home), min(r.subject)
  FROM ranked r WHERE r.place = 1 GROUP BY r.name, r.seen_from HAVING count(*) = 1
$$;

-- vg.asset_subject() and vg.person_subject() as known at the evaluation under way, or the last one: what indicators and pages join
CREATE TABLE vg.asset_alias (
  name         text NOT NULL,
  seen_from    bigint NOT NULL REFERENCES vg.perimeter ON DELETE CASCADE,
  perimeter_id bigint NOT NULL REFERENCES vg.perimeter ON DELETE CASCADE,
  subject      text NOT NULL,
  PRIMARY KEY (name, seen_from)
);
CREATE INDEX asset_alias_subject ON vg.asset_alias (subject);
CREATE TABLE vg.person_alias (
  mail         text NOT NULL PRIMARY KEY,
  perimeter_id bigint NOT NULL REFERENCES vg.perimeter ON DELETE CASCADE,
  subject      text NOT NULL
);
CREATE INDEX person_alias_subject ON vg.person_alias (subject);

-- Versions of inventory records under their subject. serving: in service by its status and its dates.
-- system: what holds data and is to be backed up; applications are watched, not backed up by their own name.
CREATE FUNCTION vg.asset_version(known timestamptz)
RETURNS TABLE (perimeter_id bigint, subject text, label text, source_id bigint, name text, type text, owner text, classification text,
               environment text, status text, critical boolean, datacenter text, system boolean, production boolean, seen tstzrange,
               serving tstzrange) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(s.perimeter_id, a.perimeter_id), coalesce(s.subject, a.name),
         coalesce(s.subject, a.name) || coalesce(' (' || nullif(a.title, '') || ')', ''),
         a.source_id, a.name, a.type, a.owner, a.classification, a.environment, a.status, coalesce(a.critical, false), a.datacenter,
         a.type IN ('server', 'database', 'storage'), coalesce(a.environment = 'production', false), a.seen,
         CASE WHEN a.status = 'in_service' AND (a.retired_on IS NULL OR a.in_service_on IS NULL OR a.retired_on > a.in_service_on)
              THEN a.seen * tstzrange(vg.day(a.in_service_on), vg.day(a.retired_on)) ELSE 'empty' END
  FROM rec.asset_known(known) a
  LEFT JOIN vg.asset_alias s ON s.name = a.name AND s.seen_from = a.perimeter_id
$$;

-- A person record is one person under every mail it ever had; the subject is the last one. A mail that two records bear
-- today is one person, in the deepest perimeter.
CREATE FUNCTION vg.person_subject(known timestamptz)
RETURNS TABLE (mail text, perimeter_id bigint, subject text) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH version AS (
    SELECT p.mail, first_value(p.mail) OVER latest AS subject, first_value(p.perimeter_id) OVER latest AS home,
           row_number() OVER latest = 1 AS current, p.source_id, p.key
    FROM rec.person_known(known) p
    WINDOW latest AS (PARTITION BY p.source_id, p.key ORDER BY p.recorded_at DESC, p.id DESC))
  SELECT DISTINCT ON (v.mail) v.mail, v.home, v.subject
  FROM version v JOIN vg.perimeter_depth d ON d.perimeter_id = v.home
  ORDER BY v.mail, v.current DESC, d.depth DESC, v.home, v.subject
$$;

-- Versions of person records under their subject. active: here, by the dates of arrival and departure (that day included).
CREATE FUNCTION vg.person_version(known timestamptz)
RETURNS TABLE (perimeter_id bigint, subject text, label text, source_id bigint, key text, job text, hired_at timestamptz,
               left_at timestamptz, seen tstzrange, active tstzrange, current boolean) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT s.perimeter_id, s.subject, p.name, p.source_id, p.key, p.job, vg.day(p.hired_on), vg.day(p.left_on + 1), p.seen,
         CASE WHEN p.left_on IS NULL OR p.left_on >= p.hired_on
              THEN p.seen * tstzrange(vg.day(p.hired_on), vg.day(p.left_on + 1)) ELSE 'empty' END,
         row_number() OVER (PARTITION BY p.source_id, p.key ORDER BY p.recorded_at DESC, p.id DESC) = 1
  FROM rec.person_known(known) p
  JOIN vg.person_alias s ON s.mail = p.mail
$$;

-- Alerts that count, each once: critical and warning ones; an alert that two sources show at the same time for the same
-- thing is one. over: from raised to resolved, or to when the source no longer showed it.
CREATE FUNCTION vg.alert_open(known timestamptz)
RETURNS TABLE (perimeter_id bigint, key text, label text, severity text, over tstzrange, source_id bigint)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH alert AS (
    SELECT coalesce(s.perimeter_id, a.perimeter_id) AS perimeter_id, a.key, a.name, coalesce(s.subject, a.asset, '') AS subject,
           a.severity, a.source_id,
           tstzrange(a.raised_at, CASE WHEN a.resolved_at IS NOT NULL OR a.gone_at IS NOT NULL
                                       THEN greatest(a.raised_at, least(a.resolved_at, a.gone_at)) END) AS over
    FROM rec.alert_known(known) a
    LEFT JOIN vg.asset_alias s ON s.name = a.asset AND s.seen_from = a.perimeter_id
    WHERE a.severity IN ('critical', 'warning'))
  SELECT a.perimeter_id, a.key, a.name || CASE WHEN a.subject = '' THEN '' ELSE ', ' || a.subject END, a.severity, a.over, a.source_id
  FROM alert a
  WHERE NOT isempty(a.over)
    AND NOT EXISTS (SELECT FROM alert b
                    WHERE b.source_id < a.source_id AND b.perimeter_id = a.perimeter_id AND b.name = a.name
                      AND b.subject = a.subject AND b.over && a.over)
$$;

-- Incidents of the security register under the perimeter of the asset they hit. began: detected, else occurred.
CREATE FUNCTION vg.security_incident(known timestamptz)
RETURNS TABLE (perimeter_id bigint, subject text, label text, severity text, occurred_at timestamptz, began_at timestamptz,
               reported_at timestamptz, resolved_at timestamptz, gone_at timestamptz, source_id bigint)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce(s.perimeter_id, i.perimeter_id),
         i.key || CASE WHEN count(*) OVER (PARTITION BY i.key) > 1 THEN ' #' || i.source_id ELSE '' END,
         i.key || ', ' || i.title, i.severity, i.occurred_at, coalesce(i.detected_at, i.occurred_at), i.reported_at, i.resolved_at,
         i.gone_at, i.source_id
  FROM rec.incident_known(known) i
  LEFT JOIN vg.asset_alias s ON s.name = i.asset AND s.seen_from = i.perimeter_id
  WHERE i.security
$$;

-- [from, to), empty when `to` comes first; `to` NULL: for ever
CREATE FUNCTION vg.span(since timestamptz, until timestamptz) RETURNS tstzrange LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT CASE WHEN until <= since THEN 'empty' ELSE tstzrange(since, until) END $$;

-- the noon, UTC, that ends the night an instant belongs to: nights run from noon to noon
CREATE FUNCTION vg.night_end(t timestamptz) RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT date_bin('24 hours', t, '2000-01-01 12:00:00+00') + interval '24 hours' $$;

-- ---- freshness ----

-- vg.coverage merged, as known at the last evaluation: kept by the engine
CREATE TABLE vg.covered (
  source_id bigint NOT NULL REFERENCES vg.source ON DELETE CASCADE,
  kind      text NOT NULL,
  during    tstzmultirange NOT NULL,
  PRIMARY KEY (source_id, kind)
);

-- When a set of sources that give the same kind says all it should: one at least covers, and each that has begun to be read
-- still does. An enabled source that goes silent leaves a hole until it speaks again; a disabled one ends with its last
-- reading; one that was never read yet asks for nothing.
CREATE FUNCTION vg.fresh_of(during tstzmultirange[], enabled boolean[]) RETURNS tstzmultirange
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(range_agg(c.during) - coalesce(range_agg(tstzmultirange(
           tstzrange(lower(c.during), CASE WHEN NOT c.enabled THEN upper(c.during) END)) - c.during), '{}'), '{}')
  FROM unnest($1, $2) c(during, enabled)
  WHERE NOT isempty(c.during)
$$;

-- When a subject of this perimeter could be judged on these kinds. For each kind the sources concerned are those named in
-- `sources` that give it; else the nearest ones: those of the perimeter or above it, else those below it. A kind that
-- nobody gives is never fresh, unless it is optional. sources '{}': nobody speaks of the subject.
CREATE FUNCTION vg.fresh(perimeter bigint, kinds text[], optional text[], sources bigint[]) RETURNS tstzmultirange
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
              ELSE coalesce(range_intersect_agg(coalesce(o.fresh, '{}')), '{}') END
  FROM kind k LEFT JOIN one o USING (kind)
  WHERE k.required OR o.kind IS NOT NULL
$$;

-- The same for a whole perimeter: all sources of it, above it and below it.
CREATE FUNCTION vg.fresh_scope(perimeter bigint, kinds text[], optional text[]) RETURNS tstzmultirange
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
  SELECT coalesce(range_intersect_agg(coalesce(o.fresh, '{}')), '{}')
  FROM kind k LEFT JOIN one o USING (kind)
  WHERE k.required OR o.kind IS NOT NULL
$$;

-- ---- what an indicator returns: the engine puts its statement where these stand ----

CREATE VIEW vg.ratio_row WITH (security_invoker) AS
  SELECT NULL::bigint AS perimeter_id, NULL::text AS subject, NULL::text AS label, NULL::tstzmultirange AS judged,
         NULL::tstzmultirange AS conforming, NULL::tstzmultirange AS pending, NULL::bigint[] AS sources, NULL::text AS detail
  WHERE false;
CREATE VIEW vg.statistic_row WITH (security_invoker) AS
  SELECT NULL::bigint AS perimeter_id, NULL::text AS subject, NULL::text AS label, NULL::numeric AS value, NULL::tstzrange AS during,
         NULL::text AS detail
  WHERE false;
CREATE VIEW vg.composite_row WITH (security_invoker) AS
  SELECT NULL::bigint AS perimeter_id, NULL::text AS subject, NULL::text AS label, NULL::tstzmultirange AS judged WHERE false;

-- ---- work tables of an evaluation: emptied at its start ----

CREATE UNLOGGED TABLE vg.verdict_next (LIKE vg.verdict, PRIMARY KEY (indicator, perimeter_id, subject));
CREATE UNLOGGED TABLE vg.dated_value_next (LIKE vg.dated_value);
CREATE UNLOGGED TABLE vg.timeline_next (LIKE vg.timeline, PRIMARY KEY (indicator, perimeter_id, from_at));
-- a statistic that cannot be cumulated, at each bound of its values; `many` values were in force from then on
CREATE UNLOGGED TABLE vg.figure_next (
  indicator    text NOT NULL,
  perimeter_id bigint NOT NULL,
  at           timestamptz NOT NULL,
  many         integer NOT NULL,
  value        numeric
);

-- Thresholds in force: those of the perimeter itself from the first one on, the general ones before and elsewhere.
CREATE VIEW vg.threshold_period WITH (security_invoker) AS
  WITH ordered AS (
    SELECT t.id, t.indicator, t.perimeter_id, t.target, t.warning, t.critical, t.from_at,
           lead(t.from_at) OVER (PARTITION BY t.indicator, t.perimeter_id ORDER BY t.from_at, t.id) AS to_at
    FROM vg.threshold t),
  own AS (
    SELECT o.indicator, o.perimeter_id, min(o.from_at) AS first_at FROM ordered o WHERE o.perimeter_id IS NOT NULL GROUP BY 1, 2),
  period AS (
    SELECT o.id, o.indicator, o.perimeter_id, o.target, o.warning, o.critical, vg.span(o.from_at, o.to_at) AS during
    FROM ordered o WHERE o.perimeter_id IS NOT NULL
    UNION ALL
    SELECT o.id, o.indicator, p.id, o.target, o.warning, o.critical, vg.span(o.from_at, least(o.to_at, w.first_at))
    FROM ordered o CROSS JOIN vg.perimeter p
    LEFT JOIN own w ON w.indicator = o.indicator AND w.perimeter_id = p.id
    WHERE o.perimeter_id IS NULL)
  SELECT p.id, p.indicator, p.perimeter_id, p.target, p.warning, p.critical, p.during FROM period p WHERE NOT isempty(p.during);

-- The state of a figure. `up`: higher is better. Without threshold in force nothing says what is enough: unknown.
CREATE FUNCTION vg.state_of(value numeric, up boolean, target numeric, warning numeric) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN value IS NULL OR target IS NULL THEN 'unknown'
              WHEN CASE WHEN up THEN value >= target ELSE value <= target END THEN 'applied'
              WHEN CASE WHEN up THEN value >= warning ELSE value <= warning END THEN 'watch'
              ELSE 'not_applied' END
$$;

-- ---- what makes figures stale, apart from pulls ----

CREATE FUNCTION vg.stale_one() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE vg.indicator SET stale = true
  WHERE NOT stale AND code = CASE WHEN TG_OP = 'DELETE' THEN OLD.indicator ELSE NEW.indicator END;
  RETURN NULL;
END $$;
CREATE TRIGGER threshold_stale AFTER INSERT OR UPDATE OR DELETE ON vg.threshold FOR EACH ROW EXECUTE FUNCTION vg.stale_one();
CREATE TRIGGER waiver_stale AFTER INSERT OR UPDATE OR DELETE ON vg.waiver FOR EACH ROW EXECUTE FUNCTION vg.stale_one();

CREATE FUNCTION vg.stale_all() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  UPDATE vg.indicator SET stale = true WHERE NOT stale;
  RETURN NULL;
END $$;
CREATE TRIGGER perimeter_stale AFTER INSERT OR UPDATE OF parent_id OR DELETE ON vg.perimeter
  FOR EACH STATEMENT EXECUTE FUNCTION vg.stale_all();
CREATE TRIGGER source_stale AFTER INSERT OR UPDATE OF perimeter_id, enabled OR DELETE ON vg.source
  FOR EACH STATEMENT EXECUTE FUNCTION vg.stale_all();
CREATE TRIGGER source_kind_stale AFTER INSERT OR DELETE ON vg.source_kind FOR EACH STATEMENT EXECUTE FUNCTION vg.stale_all();

-- the enabled sources that speak of a perimeter at an instant, whether they are fresh then, and their last good reading by then
CREATE FUNCTION vg.source_at(perimeter bigint, at timestamptz)
  RETURNS TABLE (id bigint, name text, is_sample boolean, fresh boolean, read_at timestamptz)
  LANGUAGE sql STABLE PARALLEL SAFE AS $body$
  SELECT s.id, s.name, s.is_sample, k.fresh, p.read_at
  FROM vg.source s
  JOIN vg.perimeter_related r ON r.perimeter_id = perimeter AND r.other_id = s.perimeter_id
  CROSS JOIN LATERAL (
    SELECT coalesce(bool_and(coalesce(c.during, '{}') @> at), false) AS fresh, min(lower(c.during)) AS first_at
    FROM vg.source_kind sk LEFT JOIN vg.covered c ON c.source_id = sk.source_id AND c.kind = sk.kind
    WHERE sk.source_id = s.id) k
  LEFT JOIN LATERAL (
    SELECT l.read_at FROM vg.pull l
    WHERE l.source_id = s.id AND l.status = 'ok' AND l.read_at <= at ORDER BY l.read_at DESC LIMIT 1) p ON true
  WHERE s.enabled AND (s.created_at <= at OR k.first_at <= at)
$body$;
