-- A pull of the inventory asks no more than what it brought: an indicator that looks an asset up by the name that its other records give is asked
-- about nobody when none of them names it, and names are worked out again that the records which were read bear or bore.

SET LOCAL check_function_bodies = off; -- the tables of kinds come with the program

-- Does a record of the kind, as it is or was, give one of these names in this field?
CREATE FUNCTION vg.kind_names(kind text, field text, names text[]) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog AS $$
DECLARE
  found boolean;
BEGIN
  EXECUTE format('SELECT EXISTS (SELECT FROM rec.%1$I r WHERE r.%3$I = ANY ($1)) OR EXISTS (SELECT FROM rec.%2$I h WHERE h.%3$I = ANY ($1))',
                 kind, kind || '_history', field) INTO found USING names;
  RETURN found;
END $$;

-- The names that any version of the assets bears of which something was learnt from an instant on.
CREATE FUNCTION vg.asset_name_touched(known timestamptz, since timestamptz) RETURNS SETOF text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH touched AS MATERIALIZED (
    SELECT r.source_id, r.key FROM rec.asset r WHERE r.recorded_at >= since
    UNION SELECT h.source_id, h.key FROM rec.asset_history h WHERE h.superseded_at >= since
    UNION SELECT h.source_id, h.key FROM rec.asset_history h WHERE h.back_at >= since),
  version AS (
    SELECT a.name, a.aliases FROM rec.asset_known(known) a WHERE (a.source_id, a.key) IN (SELECT t.source_id, t.key FROM touched t))
  SELECT v.name FROM version v
  UNION SELECT vg.host(x) FROM version v CROSS JOIN LATERAL unnest(v.aliases) x
$$;

-- As vg.asset_subject() of 0002: whose each name of assets is, seen from each perimeter. `names` NULL: of all names. Whatever claims a name may
-- be another asset's: the assets that any version names so are looked at whole.
CREATE FUNCTION vg.asset_subject_of(known timestamptz, names text[])
RETURNS TABLE (name text, seen_from bigint, perimeter_id bigint, subject text) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH concerned AS MATERIALIZED (
    SELECT a.source_id, a.key FROM rec.asset_known(known) a
    WHERE names IS NOT NULL AND (a.name IN (SELECT unnest(names))
                                 OR EXISTS (SELECT FROM unnest(a.aliases) x WHERE vg.host(x) IN (SELECT unnest(names))))),
  version AS (
    SELECT a.source_id, a.key, a.perimeter_id, a.name, a.aliases,
           first_value(a.name) OVER latest AS subject, first_value(a.perimeter_id) OVER latest AS home,
           row_number() OVER latest = 1 AS current
    FROM rec.asset_known(known) a
    WHERE names IS NULL OR (a.source_id, a.key) IN (SELECT c.source_id, c.key FROM concerned c)
    WINDOW latest AS (PARTITION BY a.source_id, a.key ORDER BY a.recorded_at DESC, a.id DESC)),
  claim AS (
    SELECT n.name, v.home, v.subject, min(n.rank) AS rank
    FROM version v
    CROSS JOIN LATERAL (
      SELECT v.name, CASE WHEN v.current THEN 1 ELSE 2 END AS rank
      UNION ALL
      SELECT vg.host(x), CASE WHEN v.current THEN 0 ELSE 2 END FROM unnest(v.aliases) x) n
    WHERE n.name <> '' AND (names IS NULL OR n.name IN (SELECT unnest(names)))
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

CREATE OR REPLACE FUNCTION vg.asset_subject(known timestamptz)
RETURNS TABLE (name text, seen_from bigint, perimeter_id bigint, subject text) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT s.name, s.seen_from, s.perimeter_id, s.subject FROM vg.asset_subject_of(known, NULL) s
$$;
