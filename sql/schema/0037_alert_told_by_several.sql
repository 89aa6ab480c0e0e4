-- An alert that several sources show is open while one of them says so. What a later source showed of it counted for nothing from the first
-- instant that they had in common: where the first one said that it was resolved, none was open.

SET LOCAL check_function_bodies = off;

-- Of the reports of alerts of one name about one asset, in the order in which they were raised: for each, the place of the first one of the same
-- alert. A report is of the alert, among those that are open when it is raised, that its source does not show then; of the first such one.
-- So two that a source shows together are two alerts, and one that it shows again while another source still showed it is the same.
CREATE FUNCTION vg.alert_first(raised timestamptz[], ended timestamptz[], source bigint[]) RETURNS integer[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  givers bigint[] := ARRAY(SELECT DISTINCT s FROM unnest(source) s);
  giver integer;
  open integer[] := '{}';  -- places of the first reports of alerts that may go on
  going integer[];
  until timestamptz[];     -- by such a place: when the alert ends
  shown timestamptz[];     -- by such a place and giver: until when that one shows it
  first integer[];
  place integer;
BEGIN
  FOR i IN 1 .. cardinality(raised) LOOP
    giver := array_position(givers, source[i]);
    going := '{}';
    FOREACH place IN ARRAY open LOOP
      CONTINUE WHEN until[place] <= raised[i];
      going := going || place;
      IF first[i] IS NULL AND coalesce(shown[place * cardinality(givers) + giver] <= raised[i], true) THEN first[i] := place; END IF;
    END LOOP;
    IF first[i] IS NULL THEN
      first[i] := i;
      going := going || i;
    END IF;
    until[first[i]] := greatest(until[first[i]], ended[i]);
    shown[first[i] * cardinality(givers) + giver] := ended[i];
    open := going;
  END LOOP;
  RETURN first;
END $$;

-- As in 0023; what several sources report of an alert is one, from when it was first raised to when it was last resolved, under the name of the
-- first source, as grave as the worst says.
CREATE OR REPLACE FUNCTION vg.alert_open(known timestamptz, keys text[])
RETURNS TABLE (perimeter_id bigint, key text, label text, severity text, over tstzrange, source_id bigint)
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH report AS MATERIALIZED (
    SELECT row_number() OVER () AS n, a.perimeter_id, a.key, a.name, a.asset, a.severity, a.source_id, a.asked, p.over
    FROM vg.alert_asked(known, keys) a
    CROSS JOIN LATERAL (SELECT tstzrange(a.raised_at, CASE WHEN a.resolved_at IS NOT NULL OR a.gone_at IS NOT NULL
                                                           THEN greatest(a.raised_at, least(a.resolved_at, a.gone_at)) END) AS over) p
    WHERE a.severity IN ('critical', 'warning') AND NOT isempty(p.over)),
  several AS MATERIALIZED ( -- names under which several sources show alerts of an asset
    SELECT r.perimeter_id, r.name, r.asset FROM report r
    GROUP BY r.perimeter_id, r.name, r.asset HAVING min(r.source_id) < max(r.source_id) AND bool_or(r.asked)),
  ordered AS (
    SELECT array_agg(r.n ORDER BY lower(r.over), r.source_id, r.key) AS reports,
           vg.alert_first(array_agg(lower(r.over) ORDER BY lower(r.over), r.source_id, r.key),
                          array_agg(coalesce(upper(r.over), 'infinity') ORDER BY lower(r.over), r.source_id, r.key),
                          array_agg(r.source_id ORDER BY lower(r.over), r.source_id, r.key)) AS firsts
    FROM several s JOIN report r USING (perimeter_id, name, asset)
    GROUP BY r.perimeter_id, r.name, r.asset),
  same AS (
    SELECT p.n, o.reports[p.first] AS alert FROM ordered o CROSS JOIN LATERAL unnest(o.reports, o.firsts) p(n, first)),
  alert AS (
    SELECT r.*, r.over AS whole, r.severity AS worst, 1 AS place
    FROM report r
    WHERE NOT EXISTS (SELECT FROM several s WHERE s.perimeter_id = r.perimeter_id AND s.name = r.name AND s.asset = r.asset)
    UNION ALL
    SELECT r.*, range_merge(range_agg(r.over) OVER w), min(r.severity) OVER w, -- 'critical' comes before 'warning'
           row_number() OVER (PARTITION BY s.alert ORDER BY r.source_id, lower(r.over), r.key)
    FROM same s JOIN report r USING (n)
    WINDOW w AS (PARTITION BY s.alert))
  SELECT a.perimeter_id, a.key, a.name || CASE WHEN a.asset = '' THEN '' ELSE ', ' || a.asset END, a.worst, a.whole, a.source_id
  FROM alert a
  WHERE a.asked AND a.place = 1
$$;

-- As in 0025, and those that the same source shows under the same name: which of the reports of an alert are one may depend on any of them.
CREATE OR REPLACE FUNCTION vg.alert_touched(known timestamptz, since timestamptz, renamed text[])
RETURNS TABLE (subject boolean, name text) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  WITH giver AS MATERIALIZED (
    SELECT s.source_id FROM vg.alert_source(known) s),
  touched AS MATERIALIZED (
    SELECT t.key, t.name, coalesce(t.asset, '') AS asset
    FROM (SELECT r.key, r.name, r.asset FROM rec.alert r WHERE r.recorded_at >= since
          UNION SELECT h.key, h.name, h.asset FROM rec.alert_history h WHERE h.superseded_at >= since
          UNION SELECT h.key, h.name, h.asset FROM rec.alert_history h WHERE h.back_at >= since
          UNION SELECT a.key, a.name, a.asset FROM rec.alert_known(known) a WHERE a.asset = ANY (renamed)) t),
  same AS MATERIALIZED (
    SELECT t.name, t.asset FROM touched t WHERE (SELECT count(*) FROM giver) > 1
    UNION SELECT t.name, o.name
          FROM touched t JOIN vg.asset_alias s ON s.name = t.asset JOIN vg.asset_alias o ON o.subject = s.subject
          WHERE (SELECT count(*) FROM giver) > 1
    UNION SELECT t.name, s.subject FROM touched t JOIN vg.asset_alias s ON s.name = t.asset WHERE (SELECT count(*) FROM giver) > 1),
  key AS MATERIALIZED (
    SELECT t.key FROM touched t
    UNION
    SELECT a.key
    FROM (SELECT a.key, a.name, coalesce(a.asset, '') AS asset FROM rec.alert_known(known) a
          WHERE (SELECT count(*) FROM giver) > 1 AND (a.asset = ANY (ARRAY(SELECT DISTINCT s.asset FROM same s)) OR a.asset IS NULL)) a
    JOIN same s ON s.asset = a.asset AND s.name = a.name)
  SELECT true, k.key FROM key k
  UNION ALL
  SELECT true, k.key || ' #' || g.source_id FROM key k CROSS JOIN giver g WHERE (SELECT count(*) FROM giver) > 1
$$;

-- the formulas read these
UPDATE vg.indicator SET stale = true WHERE code IN ('alert_open', 'alert_resolution');
