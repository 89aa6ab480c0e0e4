-- The names that dated facts bear, and when they show them: what says whether a machine is seen needs no more of a million backups.

SET LOCAL check_function_bodies = off;

-- Names borne by backups, alerts and days of availability: a fact shows its name for 30 days. Facts are first brought together in
-- blocks of 30 days, within which they always touch.
CREATE FUNCTION vg.name_shown(known timestamptz)
RETURNS TABLE (kind text, name text, perimeter_id bigint, source_id bigint, during tstzmultirange) LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT 'backup', p.asset, p.perimeter_id, p.source_id, range_agg(tstzrange(p.first_at, p.last_at + interval '30 days'))
  FROM (SELECT b.asset, b.perimeter_id, b.source_id, min(b.finished_at) AS first_at, max(b.finished_at) AS last_at
        FROM rec.backup_known(known) b
        WHERE b.asset <> ''
        GROUP BY b.asset, b.perimeter_id, b.source_id, date_bin('30 days', b.finished_at, '2000-01-01 00:00+00')) p
  GROUP BY p.asset, p.perimeter_id, p.source_id
  UNION ALL
  SELECT 'alert', p.asset, p.perimeter_id, p.source_id, range_agg(tstzrange(p.first_at, p.last_at + interval '30 days'))
  FROM (SELECT a.asset, a.perimeter_id, a.source_id, min(a.raised_at) AS first_at, max(a.raised_at) AS last_at
        FROM rec.alert_known(known) a
        WHERE a.asset <> ''
        GROUP BY a.asset, a.perimeter_id, a.source_id, date_bin('30 days', a.raised_at, '2000-01-01 00:00+00')) p
  GROUP BY p.asset, p.perimeter_id, p.source_id
  UNION ALL
  SELECT 'availability', p.asset, p.perimeter_id, p.source_id, range_agg(tstzrange(vg.day(p.first_on), vg.day(p.last_on + 30)))
  FROM (SELECT y.asset, y.perimeter_id, y.source_id, min(y.day) AS first_on, max(y.day) AS last_on
        FROM rec.availability_known(known) y
        WHERE y.asset <> ''
        GROUP BY y.asset, y.perimeter_id, y.source_id, (y.day - '0001-01-01'::date) / 30) p
  GROUP BY p.asset, p.perimeter_id, p.source_id
$$;

-- vg.name_shown() as known at the evaluation under way, or the last one: kept with vg.given, and lost with it in a crash
CREATE UNLOGGED TABLE vg.name_seen (
  kind         text NOT NULL,
  name         text NOT NULL,
  perimeter_id bigint NOT NULL,
  source_id    bigint NOT NULL,
  during       tstzmultirange NOT NULL,
  PRIMARY KEY (kind, name, perimeter_id, source_id)
);

-- it is filled by the next evaluation of the indicator that reads it
UPDATE vg.indicator SET stale = true WHERE code = 'inventory_coverage';
